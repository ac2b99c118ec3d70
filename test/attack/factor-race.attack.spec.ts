import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { Visitor } from '../support/door.js';
import { enrolled, logOf, STEP_MS, TurnedClock } from '../support/factors.js';

const clock = new TurnedClock();
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ clock });
});

describe('fifty at once', () => {
  it.each(['totp', 'recovery'] as const)('with one %s code become one session and forty-nine refusals, each on the log', async (method) => {
    const { email, secret, recoveryCodes, practice } = await enrolled(server, clock);
    const visitor = new Visitor(server);
    await visitor.byMail(email);
    clock.later(STEP_MS);
    const before = (await logOf(practice)).length;
    const code = method === 'totp' ? clock.codeOf(secret) : recoveryCodes[0]!;
    const cookie = visitor.header;
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () =>
        server.http.post('/api/v1/auth/step/confirm').set('cookie', cookie).set('origin', 'http://localhost:3000').send({ method, code }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410 || status === 401)).toHaveLength(49);
    expect((await logOf(practice)).length - before).toBe(50);
  });
});
