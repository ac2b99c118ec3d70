import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { Authenticator } from '../support/authenticator.js';
import { Visitor } from '../support/door.js';
import { addPasskey, enrolApp, enrolled, logOf, TurnedClock } from '../support/factors.js';
import { whileNoMailIsTaken } from '../support/no-mail.js';
import { newPractice, testBench } from '../support/practice.js';

const clock = new TurnedClock();
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ clock });
});

const factorsOf = async (visitor: Visitor) =>
  (await visitor.get('/me/factors', 200)) as { items: { id: string }[]; recoveryCodesLeft: number };

describe('what people are told of by mail is not done while they cannot be told', () => {
  it('[ASVS 6.3.7] a first factor is not kept, and the person begins again with codes of their own', async () => {
    const practice = await newPractice({ factors: 'required' });
    const visitor = new Visitor(server);
    await visitor.byMail(practice.emails[0]!);
    const { secret } = await visitor.post('/auth/step/totp', {}, 200);
    await whileNoMailIsTaken(async () => visitor.post('/auth/step/enrol', { kind: 'totp', code: clock.codeOf(secret) }));
    expect(await logOf(practice)).not.toContain('signed_in_totp');
    expect((await enrolApp(visitor, clock)).recoveryCodes).toHaveLength(10);
    await visitor.get('/me', 200);
  });

  it('[ASVS 6.3.7] a factor is neither added nor removed, and recovery codes stay', async () => {
    const { visitor, email, recoveryCodes } = await enrolled(server, clock);
    await addPasskey(visitor);
    const [app] = (await factorsOf(visitor)).items;
    await whileNoMailIsTaken(async () => {
      const { options } = await visitor.post('/me/factors/passkey-options', {}, 200);
      await visitor.post('/me/factors', { kind: 'passkey', label: 'Phone', response: new Authenticator().create(options as never) });
      await visitor.delete(`/me/factors/${app!.id}`);
      await visitor.post('/me/factors/recovery-codes');
    });
    expect((await factorsOf(visitor)).items).toHaveLength(2);
    const again = new Visitor(server);
    await again.byMail(email);
    await again.post('/auth/step/confirm', { method: 'recovery', code: recoveryCodes[0]! }, 200);
  });

  it('no glass is broken', async () => {
    const practice = await newPractice({ members: [{}, { role: 'owner' }] });
    const passkeys: Authenticator[] = [];
    const owners = [new Visitor(server), new Visitor(server)];
    for (const [index, owner] of owners.entries()) {
      await owner.byMail(practice.emails[index]!);
      passkeys.push(await addPasskey(owner));
    }
    await owners[0]!.put('/organisation/break-glass', { named: practice.memberIds }, 200);
    // From a browser that is known already: of a new one its owner would be told as well.
    const { options } = await owners[1]!.post('/auth/passkey/options', {}, 200);
    await whileNoMailIsTaken(async () =>
      owners[1]!.post('/auth/break-glass', { response: passkeys[1]!.get(options as never), reason: 'The provider is down.' }),
    );
    const { owner } = await testBench();
    expect(await owner.query({ text: 'select 1 from wall.break_glass where member_id = $1', values: [practice.memberIds[1]] })).toEqual([]);
  });
});
