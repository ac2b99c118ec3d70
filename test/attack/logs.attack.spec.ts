import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { CaughtMail } from '../../src/common/mail/mail-catcher.js';
import { administratorUrlOf } from '../support/database.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';
import { Product } from '../support/product.js';

/** What must never stand in a log: what it is, by its text. Each is made here, so that nothing else can hold it. */
const secrets = new Map<string, string>();
let product: Product;
let practice: TestPractice;
let administrator: pg.Client;
let quoting: string;

function secret(what: string, text: string): string {
  secrets.set(text, what);
  return text;
}

function word(what: string): string {
  const letters = randomBytes(9)
    .toString('hex')
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!);
  return secret(what, `${letters[0]!.toUpperCase()}${letters.slice(1)}`);
}

beforeAll(async () => {
  practice = await newPractice();
  const { urls } = await testBench();
  for (const [login, url] of Object.entries(urls)) secret(`password of ${login}`, new URL(url).password);
  // A database error that quotes what somebody typed, as PostgreSQL's own do, in this practice only.
  quoting = `quote_${practice.orgId.replaceAll('-', '')}`;
  administrator = new pg.Client({ connectionString: administratorUrlOf(urls) });
  await administrator.connect();
  await administrator.query(`create function public.${quoting}() returns trigger language plpgsql as
    $$ begin raise exception 'cannot store ${word('message of a database error')}' using errcode = 'XX001', detail = '${word('detail of a database error')}'; end $$`);
  product = await Product.start(urls, { LOG_LEVEL: 'trace', ROLE: 'all' });
});

afterAll(async () => {
  await product.kill();
  await administrator.query(`drop function if exists public.${quoting}() cascade`);
  await administrator.end();
});

interface Answer {
  status: number;
  body: Record<string, unknown>;
  cookie: (name: string) => string;
}

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const raw = typeof body === 'string';
  const answer = await fetch(`${product.url}${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': raw ? 'text/csv' : 'application/json' }), ...headers },
    ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const cookie = (name: string) =>
    answer.headers
      .getSetCookie()
      .find((one) => one.startsWith(`${name}=`))
      ?.split(/[=;]/)[1] ?? '';
  return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text }, cookie };
}

async function linkFor(email: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const mails = (await (await fetch(`${product.url}/dev/mail.json`)).json()) as CaughtMail[];
    const token = /sign-in\/link#([\w-]{43})/.exec(mails.find(({ to }) => to === email)?.text ?? '')?.[1];
    if (token !== undefined) return secret('link token', token);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no mail came');
}

/** Asks for a link here, opens it on another device, types its code. Returns the session's cookie header. */
async function signIn(email: string): Promise<string> {
  const asked = await send('POST', '/api/v1/auth/sign-in', { email: secret('email address', email) });
  const browser = `ironbark-asking=${secret('cookie of the asking browser', asked.cookie('ironbark-asking'))}`;
  const token = await linkFor(email);
  const phone = await send('POST', '/api/v1/auth/link', { token });
  const code = secret('code', phone.body['code'] as string);
  const wrong = secret('code', code === '904317' ? '904318' : '904317');
  expect((await send('POST', '/api/v1/auth/code', { code: wrong }, { cookie: browser })).status).toBe(401);
  const signedIn = await send('POST', '/api/v1/auth/code', { code }, { cookie: browser });
  expect(signedIn.status).toBe(200);
  expect((await send('POST', '/api/v1/auth/link', { token }, { cookie: browser })).status).toBe(410);
  return `ironbark-session=${secret('session token', signedIn.cookie('ironbark-session'))}`;
}

function client(): Record<string, unknown> {
  return {
    kind: 'person',
    legalName: { family: word('family name'), given: word('given name'), familyFirst: false },
    preferredName: word('preferred name'),
    dateOfBirth: secret('date of birth', '1931-07-19'),
    emails: [{ value: `${word('client’s address')}@client.example`, primary: true }],
    phones: [{ value: secret('phone', '+61 491 570 156'), primary: true }],
    contactNote: word('note'),
  };
}

/** Whether a text stands in the log, as it is or as an address writes it; a code only where no longer number holds it. */
function holds(log: string, text: string): boolean {
  if (/^\d{6}$/.test(text)) return new RegExp(`(?<![\\w.-])${text}(?![\\w.-])`).test(log);
  const lower = log.toLowerCase();
  return [text, encodeURIComponent(text), Buffer.from(text).toString('base64').replace(/=+$/, '')].some((form) =>
    lower.includes(form.toLowerCase()),
  );
}

describe('the log, at its most talkative', () => {
  it('holds no cookie, token, code, search term, address, name or authorisation of anybody who signs in, searches, writes or fails', async () => {
    const api = '/api/v1/clients';
    const device = {
      'user-agent': word('user agent'),
      authorization: `Bearer ${word('authorization header')}`,
      'x-forwarded-for': '203.0.113.77',
    };
    const cookie = await signIn(practice.emails[0]!);
    const unknown = `${word('unknown address')}@nowhere.example`;
    expect((await send('POST', '/api/v1/auth/sign-in', { email: unknown })).status).toBe(202);
    const headers = { cookie, ...device };
    const created = await send('POST', api, client(), headers);
    expect(created).toMatchObject({ status: 201 });
    const found = await send('POST', `${api}/search`, { text: word('search term') }, headers);
    expect(found).toMatchObject({ status: 200, body: { total: 0 } });
    expect((await send('GET', `${api}?status=${word('query')}&text=${word('query')}`, undefined, headers)).status).toBe(400);
    expect((await send('POST', api, { ...client(), [word('field name')]: word('unknown field') }, headers)).status).toBe(400);
    const csv = `Family name,Given name\n${word('imported name')},${word('imported name')}\n`;
    expect((await send('POST', '/api/v1/client-imports', csv, { ...headers, 'x-file-name': `${word('file name')}.csv` })).status).toBe(201);
    const broken = await fetch(`${product.url}${api}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: `{"kind":"${word('broken body')}`,
    });
    expect(broken.status).toBe(400);
    const forged = { cookie: `ironbark-session=${secret('forged token', randomBytes(32).toString('base64url'))}` };
    expect((await send('GET', '/api/v1/me', undefined, forged)).status).toBe(401);

    await administrator.query(
      `create trigger ${quoting} before insert on app.client for each row when (new.org_id = '${practice.orgId}') execute function public.${quoting}()`,
    );
    const failed = await send('POST', api, client(), headers);
    expect(failed).toMatchObject({ status: 500, body: { code: 'service.failed' } });
    expect((await send('POST', '/api/v1/auth/sign-out', {}, headers)).status).toBe(204);

    await product.end('SIGTERM');
    const log = product.output;
    const lines = log.split('\n').filter((line) => line.startsWith('{'));
    const requests = lines
      .map((line) => JSON.parse(line) as { req?: { path: string }; requestId?: string })
      .filter(({ req }) => req !== undefined);
    // It was a log of all this, not an empty one.
    for (const path of ['/api/v1/auth/sign-in', '/api/v1/auth/link', '/api/v1/auth/code', api, `${api}/search`, '/api/v1/client-imports'])
      expect(requests.some(({ req }) => req!.path === path)).toBe(true);
    expect(log).toContain(failed.body['requestId']);
    expect(secrets.size).toBeGreaterThan(30);
    expect([...secrets].filter(([text]) => holds(log, text)).map(([, what]) => what)).toEqual([]);
    for (const inside of ['203.0.113.77', '"headers"', '"body"', 'set-cookie']) expect(log).not.toContain(inside);
  }, 30_000);
});
