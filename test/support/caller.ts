import type { TestApp } from './app.js';
import type { TestPractice } from './practice.js';

const API = '/api/v1';

/** Where the pages of a test application come from. */
export const ORIGIN = 'http://localhost:3000';

/** The API as a member's browser calls it. */
export async function caller(app: TestApp, practice: TestPractice, member = 0, moreCookies = '') {
  const cookie = `${await app.cookie(practice, member)}${moreCookies}`;
  return {
    get: (path: string) => app.http.get(`${API}${path}`).set('cookie', cookie),
    send: (method: 'post' | 'patch' | 'put' | 'delete', path: string, body: object = {}) =>
      app.http[method](`${API}${path}`).set('cookie', cookie).set('origin', ORIGIN).send(body),
  };
}

/** What {@link caller} gives. */
export type Caller = Awaited<ReturnType<typeof caller>>;

/** A client made over the API. */
export async function newClient(by: Caller, fields: object = {}): Promise<{ id: string; version: number }> {
  const legalName = { family: 'Okafor', given: 'Ngozi', familyFirst: false };
  const { body } = await by.send('post', '/clients', { legalName, ...fields }).expect(201);
  return body as { id: string; version: number };
}

/** The stable code of a problem document. */
export const codeOf = ({ body }: { body: unknown }): string => (body as { code: string }).code;
