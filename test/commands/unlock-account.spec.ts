import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { operate, operatorOf } from '../support/command-line.js';
import { Visitor } from '../support/door.js';
import { newPractice, testBench } from '../support/practice.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

describe('ironbark accounts unlock EMAIL', () => {
  it('[I-31] lets a last owner back in, after asking', async () => {
    const email = (await newPractice()).emails[0]!;
    const owner = new Visitor(server);
    await owner.byMail(email);
    await owner.post('/auth/lock', {}, 204);
    const { urls } = await testBench();
    expect(await operate(operatorOf(urls), 'accounts', 'unlock', email)).toMatchObject({ code: 2 });
    const ran = await operate(operatorOf(urls), 'accounts', 'unlock', email, '--yes');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(await new Visitor(server).byMail(email)).toBe('signed_in');
    expect((await operate(operatorOf(urls), 'accounts', 'unlock', email, '--yes')).stderr).toContain('not locked');
    expect((await operate(operatorOf(urls), 'accounts', 'unlock', 'nobody@practice.example', '--yes')).stderr).toContain('No account');
  });
});
