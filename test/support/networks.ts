import type { Response } from 'supertest';
import { testApp, type TestApp } from './app.js';
import { ORIGIN } from './caller.js';
import type { TestPractice } from './practice.js';

/** An address inside the office, which lists of these tests hold, and one outside it (RFC 5737). */
export const [OFFICE, OFFICE_NETWORK, CAFE] = ['203.0.113.7', '203.0.113.0/24', '198.51.100.23'];
const API = '/api/v1';

/** An application whose peer, this machine, is a trusted proxy: `X-Forwarded-For` says where a caller stands. */
export async function appBehindProxy(): Promise<TestApp> {
  return testApp({ env: { TRUSTED_PROXIES: '127.0.0.1,::1,10.0.0.0/8' } });
}

/** Whoever holds these headers, at an address. */
export function standing(app: TestApp, address: string, headers: Record<string, string>) {
  const all = { 'x-forwarded-for': address, origin: ORIGIN, ...headers };
  return {
    get: (path: string) => app.http.get(`${API}${path}`).set(all),
    send: (method: 'post' | 'put' | 'patch' | 'delete', path: string, body: object = {}) =>
      app.http[method](`${API}${path}`).set(all).send(body),
  };
}

/** A member of a practice, by their session, at an address. */
export async function memberAt(app: TestApp, practice: TestPractice, address: string, member = 0, moreCookies = '') {
  return standing(app, address, { cookie: `${await app.cookie(practice, member)}${moreCookies}` });
}

/** Sets a practice's list by its owner, from the office. */
export async function setList(
  app: TestApp,
  practice: TestPractice,
  mode: 'off' | 'dry_run' | 'enforced',
  networks: readonly string[] = [OFFICE_NETWORK],
): Promise<Response> {
  const owner = await memberAt(app, practice, OFFICE);
  const { body: now } = await owner.get('/organisation/networks').expect(200);
  return owner
    .send('put', '/organisation/networks', {
      mode,
      networks: networks.map((network) => ({ network, label: `Place ${network}` })),
      version: (now as { version: number }).version,
    })
    .expect(200);
}
