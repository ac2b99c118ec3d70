import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { type Crooked } from '../support/authenticator.js';
import { Visitor } from '../support/door.js';
import { addPasskey, enrolled, TurnedClock } from '../support/factors.js';

const clock = new TurnedClock();
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ clock });
});

describe('passkeys', () => {
  it('[F-17] [ASVS 6.5.7] sign in alone: the device and its user are two factors', async () => {
    const { visitor } = await enrolled(server, clock);
    const passkey = await addPasskey(visitor);
    const elsewhere = new Visitor(server);
    const { options } = await elsewhere.post('/auth/passkey/options', {}, 200);
    await elsewhere.post('/auth/passkey', { response: passkey.get(options as never) }, 200);
    await elsewhere.get('/me', 200);
    await visitor.get('/me', 401);
  });

  const CROOKED: [string, Crooked][] = [
    ['made on another site', { origin: 'https://ironbark.example.net' }],
    ['whose user was not checked', { unverified: true }],
    ['that answers another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
  ];
  it.each(CROOKED)('are not added %s', async (_how, crooked) => {
    const { visitor } = await enrolled(server, clock);
    await addPasskey(visitor, crooked, 400);
    expect((await visitor.get('/me/factors', 200))['items']).toHaveLength(1);
  });

  it.each([...CROOKED, ['whose counter does not grow', { counter: 1 }] as [string, Crooked]])('open nothing %s', async (_how, crooked) => {
    const { visitor } = await enrolled(server, clock);
    const passkey = await addPasskey(visitor);
    const first = new Visitor(server);
    const asked = await first.post('/auth/passkey/options', {}, 200);
    await first.post('/auth/passkey', { response: passkey.get(asked['options'] as never) }, 200);
    const second = new Visitor(server);
    const { options } = await second.post('/auth/passkey/options', {}, 200);
    await second.post('/auth/passkey', { response: passkey.get(options as never, crooked) }, 410);
    await second.get('/me', 401);
  });

  it('[ASVS 6.7.2] answer a challenge once, and only the browser that asked', async () => {
    const { visitor } = await enrolled(server, clock);
    const passkey = await addPasskey(visitor);
    const [asking, other] = [new Visitor(server), new Visitor(server)];
    const { options } = await asking.post('/auth/passkey/options', {}, 200);
    await other.post('/auth/passkey/options', {}, 200);
    const response = passkey.get(options as never);
    await other.post('/auth/passkey', { response }, 410);
    await asking.post('/auth/passkey', { response }, 200);
    await asking.post('/auth/passkey', { response }, 410);
  });

  it('of one account prove nothing for another', async () => {
    const [mine, theirs] = [await enrolled(server, clock), await enrolled(server, clock)];
    const passkey = await addPasskey(mine.visitor);
    await addPasskey(theirs.visitor);
    const visitor = new Visitor(server);
    await visitor.byMail(theirs.email);
    const { options } = await visitor.post('/auth/step/passkey-options', {}, 200);
    await visitor.post('/auth/step/confirm', { method: 'passkey', response: passkey.get(options as never) }, 401);
    await mine.visitor.delete(`/me/factors/${((await theirs.visitor.get('/me/factors', 200))['items'] as { id: string }[])[0]!.id}`, 404);
  });

  it.each([
    ['empty', {}],
    ['of the wrong kind', { id: 7 }],
    ['far too long', { id: 'x'.repeat(5000) }],
    ['without an answer', { id: 'AAAA', response: null }],
  ])('%s are refused, not failed at', async (_how, response) => {
    const visitor = new Visitor(server);
    await visitor.post('/auth/passkey/options', {}, 200);
    await visitor.post('/auth/passkey', { response }, 410);
  });
});
