import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { operate, operatorOf } from '../support/command-line.js';
import { Visitor } from '../support/door.js';
import { enrolApp, enrolled, TurnedClock } from '../support/factors.js';
import { newPractice, testBench } from '../support/practice.js';

const clock = new TurnedClock();
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ clock });
});

describe('ironbark factors reset EMAIL', () => {
  it('lets the last owner back in a day later, by a new factor', async () => {
    const { email } = await enrolled(server, clock);
    const { urls, owner } = await testBench();
    const ran = await operate(operatorOf(urls), 'factors', 'reset', email, '--yes');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('They are told by mail');
    expect(await new Visitor(server).byMail(email)).toBe('confirm');
    await owner.execute({ text: 'update identity.factor_reset set due_at = clock_timestamp()', values: [] });
    const back = new Visitor(server);
    expect(await back.byMail(email)).toBe('enrol');
    await enrolApp(back, clock);
    await back.get('/me', 200);
  });

  it('asks first, and says when there is nobody or nothing', async () => {
    const { urls } = await testBench();
    const practice = await newPractice();
    expect(await operate(operatorOf(urls), 'factors', 'reset', practice.emails[0]!)).toMatchObject({ code: 2 });
    expect((await operate(operatorOf(urls), 'factors', 'reset', practice.emails[0]!, '--yes')).stderr).toContain('no second factor');
    expect((await operate(operatorOf(urls), 'factors', 'reset', 'nobody@practice.example', '--yes')).stderr).toContain('No active member');
  });
});
