import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openApiDocument } from '../../src/common/http/api-docs.js';
import { RouteInventory, type RouteLine } from '../../src/common/http/route-inventory.js';
import { newId } from '../../src/common/ids.js';
import { RESET_DELAY_MS, STEP_ATTEMPTS, STEP_LIFE_MS } from '../../src/modules/identity/domain/factor.js';
import { LIMITS } from '../../src/modules/identity/domain/limits.js';
import { CODE_ATTEMPTS, LINK_LIFE_MS, SESSION_LIFE_MS } from '../../src/modules/identity/domain/sign-in-request.js';
import { REQUEST_LIFE_MS } from '../../src/modules/single-sign-on/persistence/request.repository.js';
import { testApp, type TestApp } from '../support/app.js';
import { caller, codeOf } from '../support/caller.js';
import { newPractice, testBench } from '../support/practice.js';

const PAGE = readFileSync(new URL('../../docs/authentication.md', import.meta.url), 'utf8');
/** The page without the padding of its tables. */
const PLAIN = PAGE.replaceAll(/ +/g, ' ');
const MINUTE = 60_000;

let app: TestApp;
let routes: RouteLine[];
/** Names of every field that a request of the API may carry. */
let fields: string[];
beforeAll(async () => {
  app = await testApp();
  routes = app.app.get(RouteInventory).list();
  fields = [...JSON.stringify(openApiDocument(app.app)).matchAll(/"([A-Za-z_]+)":\{/g)].map(([, name]) => name!);
});

/** A path of ours with an id in each place for one. */
const pathOf = ({ path }: RouteLine) => path.replaceAll(/:\w+/g, newId());
const methodOf = ({ method }: RouteLine) => method.toLowerCase() as 'post';

describe('what the table of the ASVS calls not applicable', () => {
  it('[ASVS 6.1.2] [ASVS 6.2.1-6.2.6] [ASVS 6.2.8-6.2.12] there is no password: no field, no route and no column for one', async () => {
    const word = /pass(word|phrase|wd)|pwd|\bpin\b/i;
    expect(fields.length).toBeGreaterThan(100);
    expect(fields.filter((name) => word.test(name))).toEqual([]);
    expect(routes.filter(({ path }) => word.test(path))).toEqual([]);
    const { owner } = await testBench();
    const columns = await owner.query<{ name: string }>({
      text: `select attrelid::regclass || '.' || attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
              where c.relnamespace in (select oid from pg_namespace where nspname in ('identity', 'wall', 'app')) and a.attnum > 0`,
    });
    expect(columns.filter(({ name }) => word.test(name))).toEqual([]);
  });

  it('[ASVS 10.4.1-10.4.8] [ASVS 10.4.12-10.4.16] [ASVS 10.6.1] [ASVS 10.7.1-10.7.3] it is no authorisation server: no route of one answers', async () => {
    const theirs = /\/(authori[sz]e|token|introspect|revoke|register|par|jwks(\.json)?|consents?|device|userinfo|\.well-known)(\/|$)/i;
    // A client's consents are a practice's record of what the client agreed to, not of what a program may do.
    expect(routes.filter(({ path }) => theirs.test(path) && !path.startsWith('/clients/')).map(({ path }) => path)).toEqual([]);
    for (const path of ['/authorize', '/oauth/authorize', '/oauth/token', '/token', '/.well-known/openid-configuration', '/jwks.json']) {
      for (const prefix of ['', '/api/v1']) {
        const answer = await app.http.post(prefix + path).send({});
        expect([prefix + path, answer.status]).toEqual([prefix + path, 404]);
      }
    }
  });

  it('[ASVS 10.3.1] no token of somebody else’s opens anything', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'RS256', typ: 'at+jwt' })}.${part({ iss: 'https://accounts.google.com', sub: '1', aud: 'ironbark' })}.AAAA`;
    for (const sent of [token, `ibk_${token}`]) {
      expect(codeOf(await app.http.get('/api/v1/clients').set('authorization', `Bearer ${sent}`).expect(401))).toBe(
        'identity.not_signed_in',
      );
    }
  });

  it('[ASVS 6.4.2] [ASVS 6.6.1] nobody is asked a question or sent a code by phone', () => {
    const door = routes.filter(({ path }) => /^\/(auth|me)\//.test(path));
    expect(door.length).toBeGreaterThan(20);
    expect(door.filter(({ path }) => /question|hint|sms|phone|voice|push/i.test(path))).toEqual([]);
    expect(fields.filter((name) => /question|securityAnswer|passwordHint|maiden|smsCode|phoneCode/i.test(name))).toEqual([]);
  });
});

describe('the page on authentication', () => {
  it('[ASVS 6.1.3] [ASVS 6.3.4] names every route that somebody without a session may call at the door, and there is no other', () => {
    const open = routes.filter(({ path, access }) => access.kind === 'public' && !/^\/(health|metrics|dev)\b/.test(path));
    expect(open.length).toBeGreaterThan(15);
    expect(open.map(({ method, path }) => `${method} ${path}`).filter((route) => !PAGE.includes(`\`${route}\``))).toEqual([]);
  });

  it('[ASVS 6.1.1] [ASVS 7.1.1] says the numbers that the product goes by', () => {
    const minutes = (ms: number) => ms / MINUTE;
    for (const sentence of [
      `| magic link | ${minutes(LINK_LIFE_MS)} minutes |`,
      `| typed code of another browser | ${CODE_ATTEMPTS} attempts |`,
      `| step between link and session | ${minutes(STEP_LIFE_MS)} minutes, ${STEP_ATTEMPTS} attempts |`,
      `| way to a provider and back | ${minutes(REQUEST_LIFE_MS)} minutes |`,
      ...Object.entries(LIMITS).map(([kind, { free, perHour }]) => `(\`${kind}\`) | ${free} | ${perHour} |`),
      `| reset of factors | takes effect after ${minutes(RESET_DELAY_MS) / 60} hours |`,
      `| absolute | ${minutes(SESSION_LIFE_MS) / 60} hours |`,
    ])
      expect(PLAIN).toContain(sentence);
  });

  it('[ASVS 7.1.1] [ASVS 7.3.1] says the idle limits that the database takes', async () => {
    const { owner } = await testBench();
    const [rule] = await owner.query<{ definition: string; initial: string }>({
      text: `select pg_get_constraintdef(c.oid) as definition, (select pg_get_expr(adbin, adrelid) from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
                where d.adrelid = c.conrelid and a.attname = 'idle_minutes') as initial
               from pg_constraint c where c.conrelid = 'app.organisation'::regclass and c.contype = 'c' and pg_get_constraintdef(c.oid) like '%idle_minutes%'`,
    });
    const [least, most] = rule!.definition.match(/\d+/g)!;
    expect(PLAIN).toContain(`| idle | ${rule!.initial} minutes; ${least} to ${most} by practice |`);
  });
});

describe('acts that ask for a fresh proof', () => {
  const fresh = () => routes.filter(({ access }) => access.kind !== 'public' && access.fresh);

  it('[ASVS 7.5.1] [ASVS 7.5.3] [ASVS 8.4.2] are each refused to a session whose last proof is sixteen minutes old', async () => {
    const practice = await newPractice();
    const owner = await caller(app, practice);
    const { owner: database } = await testBench();
    await database.execute({
      text: `update wall.live_grant set verified_at = clock_timestamp() - interval '16 minutes' where org_id = $1`,
      values: [practice.orgId],
    });
    expect(fresh().length).toBeGreaterThan(30);
    for (const route of fresh()) {
      const answer = await owner.send(methodOf(route), pathOf(route), {});
      expect([route.path, answer.status, codeOf(answer)]).toEqual([route.path, 403, 'identity.step_up_needed']);
    }
  });

  it('[ASVS 10.3.4] [ASVS 10.3.2] are none of a service account’s, whatever its switches; it may export what it may list', async () => {
    const practice = await newPractice();
    const owner = await caller(app, practice);
    const { body: service } = await owner.send('post', '/access/services', { name: 'Ledger' }).expect(201);
    const { id } = service as { id: string };
    const every = { read: true, create: true, update: true, delete: true };
    const switches = Object.fromEntries(['clients', 'settings', 'team_management', 'documents', 'billing'].map((name) => [name, every]));
    await owner.send('put', `/access/members/${id}/access`, { scope: 'all', switches }).expect(200);
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { body: issued } = await owner.send('post', `/access/services/${id}/keys`, { expiresAt }).expect(201);
    const authorization = `Bearer ${(issued as { key: string }).key}`;
    const done: string[] = [];
    for (const route of fresh()) {
      const { status } = await app.http[methodOf(route)](`/api/v1${pathOf(route)}`)
        .set({ authorization })
        .send(route.path === '/me/factors' ? { kind: 'totp', label: 'Ledger', code: '123456' } : {});
      // What belongs to a person's own session is not there for a key.
      if (status !== 403 && status !== 404) done.push(`${route.method} ${route.path} ${status}`);
    }
    expect(done).toEqual(['POST /clients/export 200']);
  });
});

describe('randomness', () => {
  it('[ASVS 6.5.3] comes from the system: nothing at the door, in keys or in tokens draws from Math.random', () => {
    const root = new URL('../../src/', import.meta.url);
    const files = (readdirSync(root, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
    const drawing = files.filter((file) => readFileSync(new URL(file, root), 'utf8').includes('Math.random'));
    // Ids are told apart by it, never kept secret by it: what opens something is a GrantToken or 32 random bytes.
    expect(drawing).toEqual(['common/ids.ts']);
  });
});
