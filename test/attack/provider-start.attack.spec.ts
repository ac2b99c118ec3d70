import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { Visitor } from '../support/door.js';
import { providerSettings, standIn, type StandIn } from '../support/provider.js';

let app: TestApp;
const providers: StandIn[] = [];
beforeAll(async () => {
  providers.push(await standIn(), await standIn());
  app = await testApp({ env: { ...providerSettings(providers[0]!, providers[1]!), TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(async () => {
  for (const { server } of providers) await server.stop();
});

describe('a page of another site', () => {
  it.each(['google', 'google?x=/callback', 'google?purpose=link&/callback', 'apple', 'apple?x=/callback'])(
    '[ASVS 7.6.2] sends nobody off to a provider by /auth/%s',
    async (path) => {
      const visitor = new Visitor(app);
      expect((await visitor.open(`/auth/${path}`, { 'sec-fetch-site': 'cross-site' })).status).toBe(404);
      expect(visitor.header).toBe('');
    },
  );
});

describe('the door behind the glass', () => {
  it('[I-30] counts passkeys that are nobody’s, as the door beside it does', async () => {
    const visitor = new Visitor(app);
    for (let wrong = 0; wrong < 20; wrong++) {
      await visitor.post('/auth/passkey/options', {}, 200);
      await visitor.post('/auth/break-glass', { response: { id: 'bm9ib2R5' }, reason: 'Our provider is down' });
    }
    // The same network goes on beside it, without the reason.
    await visitor.post('/auth/passkey/options', {}, 200);
    const beside = await visitor.post('/auth/passkey', { response: { id: 'bm9ib2R5' } });
    expect(beside['code']).toBe('identity.too_many_attempts');
  });
});
