import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { Visitor } from '../support/door.js';
import { enrolApp, logOf, STEP_MS, TurnedClock } from '../support/factors.js';
import { newPractice, type TestPractice } from '../support/practice.js';
import { comeBack, providerSettings, standIn, through, toProvider, type StandIn } from '../support/provider.js';

const clock = new TurnedClock();
let app: TestApp;
let google: StandIn;
let apple: StandIn;
let nextSubject = 0;

beforeAll(async () => {
  [google, apple] = [await standIn(), await standIn()];
  app = await testApp({ clock, env: { ...providerSettings(google, apple), TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(async () => {
  for (const { server } of [google, apple]) await server.stop();
});
beforeEach(() => {
  for (const one of [google, apple]) {
    one.subject = `subject-${++nextSubject}`;
    one.email = 'somebody@elsewhere.example';
    one.emailVerified = true;
    one.forge = () => undefined;
    one.answer = () => undefined;
  }
});

const of = (provider: 'google' | 'apple') => (provider === 'google' ? google : apple);

/** Somebody signed in by mail, who linked an account of a provider. */
async function linked(provider: 'google' | 'apple', practice?: TestPractice): Promise<{ practice: TestPractice; visitor: Visitor }> {
  const home = practice ?? (await newPractice());
  const visitor = new Visitor(app);
  await visitor.byMail(home.emails[0]!);
  await through(app, visitor, provider, 200, 'link');
  await visitor.post('/me/linked-accounts', {}, 204);
  return { practice: home, visitor };
}

describe.each(['google', 'apple'] as const)('%s', (provider) => {
  it('[I-33] signs in whoever linked it from inside a session, and says so on their log', async () => {
    const { practice } = await linked(provider);
    const again = new Visitor(app);
    expect(await through(app, again, provider)).toMatchObject({ outcome: 'signed_in' });
    await again.get('/me', 200);
    const log = await logOf(practice);
    expect(log).toContain(`linked_${provider}`);
    expect(log.at(-1)).toBe(`signed_in_${provider}`);
  });

  it('[I-33] [ASVS 6.8.1] opens nothing for an address alone, verified or not', async () => {
    const practice = await newPractice();
    of(provider).email = practice.emails[0]!;
    const visitor = new Visitor(app);
    expect(await through(app, visitor, provider)).toMatchObject({ outcome: 'unlinked', provider });
    await visitor.get('/me', 401);
    expect(await logOf(practice)).toEqual([]);
  });

  it('goes on only in the browser that set out, once, and only after the provider answered', async () => {
    await linked(provider);
    const [own, other] = [new Visitor(app), new Visitor(app)];
    const back = await toProvider(own, provider);
    await own.post('/auth/provider', {}, 410);
    await comeBack(app, back);
    await toProvider(other, provider);
    await other.post('/auth/provider', {}, 410);
    await own.post('/auth/provider', {}, 200);
    await own.post('/auth/provider', {}, 410);
  });

  it('[ASVS 10.2.1] refuses a made-up state and one that was used', async () => {
    await linked(provider);
    const visitor = new Visitor(app);
    const back = await toProvider(visitor, provider);
    const made = new URL(back);
    made.searchParams.set('state', 'A'.repeat(43));
    await comeBack(app, made);
    await visitor.post('/auth/provider', {}, 410);
    await comeBack(app, back);
    await visitor.post('/auth/provider', {}, 200);
    await comeBack(app, back);
    await visitor.post('/auth/provider', {}, 410);
  });

  it('[ASVS 10.1.2] refuses the code of another sign-in', async () => {
    await linked(provider);
    const [own, thief] = [new Visitor(app), new Visitor(app)];
    const stolen = await toProvider(own, provider);
    const back = await toProvider(thief, provider);
    back.searchParams.set('code', stolen.searchParams.get('code')!);
    await comeBack(app, back);
    await thief.post('/auth/provider', {}, 410);
  });

  it('gives one session to fifty at once', async () => {
    await linked(provider);
    const visitor = new Visitor(app);
    await comeBack(app, await toProvider(visitor, provider));
    const cookie = visitor.header;
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () =>
        app.http.post('/api/v1/auth/provider').set('cookie', cookie).set('origin', 'http://localhost:3000').send({}),
      ),
    );
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, ...Array.from({ length: 49 }, () => 410)]);
  });

  it('[F-16] counts as one factor: a practice that asks for two still asks', async () => {
    const practice = await newPractice({ factors: 'required' });
    const visitor = new Visitor(app);
    await visitor.byMail(practice.emails[0]!);
    const { secret } = await enrolApp(visitor, clock);
    await through(app, visitor, provider, 200, 'link');
    await visitor.post('/me/linked-accounts', {}, 204);
    const again = new Visitor(app);
    expect(await through(app, again, provider)).toMatchObject({ outcome: 'confirm' });
    await again.get('/me', 401);
    clock.later(STEP_MS);
    await again.post('/auth/step/confirm', { method: 'totp', code: clock.codeOf(secret) }, 200);
    await again.get('/me', 200);
  });

  it('is linked to one account only, and never taken over', async () => {
    const { practice } = await linked(provider);
    const thief = new Visitor(app);
    await thief.byMail((await newPractice()).emails[0]!);
    await through(app, thief, provider, 200, 'link');
    expect((await thief.post('/me/linked-accounts', {}, 409))['code']).toBe('identity.provider_taken');
    expect(await through(app, new Visitor(app), provider)).toMatchObject({ outcome: 'signed_in' });
    expect((await logOf(practice)).at(-1)).toBe(`signed_in_${provider}`);
  });

  it('opens nothing once it is unlinked', async () => {
    const { visitor } = await linked(provider);
    const { items } = (await visitor.get('/me/linked-accounts', 200)) as { items: { id: string; provider: string }[] };
    expect(items).toMatchObject([{ provider }]);
    await visitor.delete(`/me/linked-accounts/${items[0]!.id}`, 204);
    expect(await through(app, new Visitor(app), provider)).toMatchObject({ outcome: 'unlinked' });
    await visitor.delete(`/me/linked-accounts/${items[0]!.id}`, 404);
  });

  it('is set out to from our own pages only', async () => {
    const { status } = await new Visitor(app).open(`/auth/${provider}`, { 'sec-fetch-site': 'cross-site' });
    expect(status).toBe(404);
  });

  it('leads back to the door when the person declines', async () => {
    const visitor = new Visitor(app);
    const back = await toProvider(visitor, provider);
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    expect(await comeBack(app, back)).toBe('/sign-in/provider');
    await visitor.post('/auth/provider', {}, 410);
  });
});

describe('linking', () => {
  it('signs nobody in, whoever is linked already', async () => {
    await linked('google');
    const visitor = new Visitor(app);
    await through(app, visitor, 'google', 200, 'link');
    await visitor.get('/me', 401);
  });

  it('waits for whoever signs in by mail afterwards, is shown before it is done, and can be dismissed', async () => {
    const practice = await newPractice();
    google.email = 'me@gmail.example';
    const visitor = new Visitor(app);
    expect(await through(app, visitor, 'google')).toEqual({ outcome: 'unlinked', provider: 'google', email: 'me@gmail.example' });
    await visitor.byMail(practice.emails[0]!);
    expect(await visitor.get('/me/linked-accounts', 200)).toMatchObject({
      items: [],
      waiting: { provider: 'google', email: 'me@gmail.example' },
    });
    await visitor.delete('/me/linked-accounts/waiting', 204);
    expect(await visitor.get('/me/linked-accounts', 200)).toMatchObject({ waiting: null });
    await visitor.post('/me/linked-accounts', {}, 410);
  });

  it('keeps no address that Google has not checked', async () => {
    google.emailVerified = 'false';
    expect(await through(app, new Visitor(app), 'google')).toMatchObject({ outcome: 'unlinked', email: null });
  });
});

describe('an answer of Apple’s that is not right', () => {
  const elsewhere = 'https://appleid.evil.example';
  it.each([
    ['issuer', { iss: elsewhere }],
    ['audience', { aud: 'another.client' }],
    ['nonce', { nonce: 'not-ours' }],
    ['expiry', { exp: Math.trunc(Date.now() / 1000) - 3600 }],
    ['missing subject', { sub: undefined }],
  ])('[ASVS 10.5.1] opens nothing: %s', async (_name, claims: Record<string, unknown>) => {
    await linked('apple');
    apple.forge = ({ payload }) => void Object.assign(payload, claims);
    const visitor = new Visitor(app);
    await comeBack(app, await toProvider(visitor, 'apple'));
    expect((await visitor.post('/auth/provider'))['code']).toBe('identity.provider_flow_over');
  });

  it('[ASVS 9.1.2] [ASVS 9.1.1] opens nothing: no signature, or one by another key', async () => {
    await linked('apple');
    const { subject } = apple;
    const strangers = await standIn();
    try {
      for (const forged of [
        (token: string) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`,
        (token: string) => `${token.slice(0, -12)}${'A'.repeat(12)}`,
      ]) {
        apple.subject = subject;
        apple.answer = (body) => (body['id_token'] = forged(String(body['id_token'])));
        const visitor = new Visitor(app);
        await comeBack(app, await toProvider(visitor, 'apple'));
        expect((await visitor.post('/auth/provider'))['code']).toBe('identity.provider_flow_over');
      }
      const foreign = await strangers.server.issuer.buildToken({
        scopesOrTransform: (_header, payload) => Object.assign(payload, { iss: apple.url, aud: 'au.example.ironbark', sub: subject }),
      });
      apple.answer = (body) => (body['id_token'] = foreign);
      const visitor = new Visitor(app);
      await comeBack(app, await toProvider(visitor, 'apple'));
      expect((await visitor.post('/auth/provider'))['code']).toBe('identity.provider_flow_over');
    } finally {
      await strangers.server.stop();
    }
  });
});

describe('where no provider is set up', () => {
  it('offers none and answers as for any unknown address', async () => {
    const plain = await testApp({ clock });
    const visitor = new Visitor(plain);
    expect(await visitor.get('/auth/providers', 200)).toEqual({ items: [] });
    for (const path of ['/auth/google', '/auth/apple', '/auth/google/callback', '/auth/apple/callback']) {
      expect((await visitor.open(path)).status).toBe(404);
    }
  });
});
