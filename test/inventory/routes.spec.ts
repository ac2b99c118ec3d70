import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ALL_MODULES } from '../../src/common/database/principal.js';
import { permissionsOf } from '../../src/cli/documents.js';
import { Public } from '../../src/common/http/access.js';
import { RouteInventory, UndeclaredRoutes } from '../../src/common/http/route-inventory.js';
import { newId } from '../../src/common/ids.js';
import { testApp, type TestApp } from '../support/app.js';
import { newPractice } from '../support/practice.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

describe('every route', () => {
  it('[ASVS 8.1.1] says who may call it, as the committed snapshot says: a difference is a permission change', () => {
    const committed = JSON.parse(readFileSync(new URL('permissions.snapshot.json', import.meta.url), 'utf8')) as unknown;
    expect(permissionsOf(server.app)).toEqual(committed);
  });

  it('stops the boot when it does not say', async () => {
    @Controller('open-door')
    class Forgotten {
      @Get()
      read(): string {
        return 'anything';
      }
    }
    @Controller('declared')
    class Declared {
      @Get()
      @Public('a test')
      read(): string {
        return 'anything';
      }
    }
    @Module({ imports: [DiscoveryModule], controllers: [Declared], providers: [RouteInventory] })
    class Good {}
    @Module({ imports: [DiscoveryModule], controllers: [Declared, Forgotten], providers: [RouteInventory] })
    class Bad {}
    const start = async (module: new () => object) => {
      const app = await NestFactory.create(module, new FastifyAdapter(), { logger: false, abortOnError: false });
      await app.init();
      await app.close();
    };
    await start(Good);
    await expect(start(Bad)).rejects.toThrow(UndeclaredRoutes);
  });

  it('[I-34] [I-40] answers 401 without a session, as a problem document', async () => {
    for (const [route, { needs }] of Object.entries(permissionsOf(server.app))) {
      if (needs.startsWith('anybody') || route.includes(' /scim/')) continue;
      const { method, path } = parts(route);
      const answer = await server.http[method](`/api/v1${path}`);
      // Of a HEAD there is no body.
      const code = method === 'head' ? 'identity.not_signed_in' : (answer.body as { code?: string }).code;
      expect({ route, status: answer.status, code }).toEqual({ route, status: 401, code: 'identity.not_signed_in' });
    }
  });

  it('[I-36] [I-40] [M-18] [ASVS 8.2.1] is open or shut for every role and scope as the snapshot says, asked over HTTP', async () => {
    const scopes = ['all', 'team', 'assigned'] as const;
    const roles = ['admin', 'member'] as const;
    const wishes = scopes.flatMap((scope) => roles.flatMap((role) => [0, ALL_MODULES].map((modules) => ({ scope, role, modules }))));
    const practice = await newPractice({ members: [{}, ...wishes] });
    for (const [index, { scope, role, modules }] of wishes.entries()) {
      const cookie = await server.cookie(practice, index + 1);
      for (const [route, permission] of Object.entries(permissionsOf(server.app))) {
        if (route.includes('/auth/') || route.includes(' /scim/') || permission.needs.startsWith('anybody')) continue;
        const { method, path } = parts(route);
        const { status } = await asked(method, path, cookie);
        const cell = permission[role][scope];
        const open = cell === 'yes' || (cell !== 'no' && modules !== 0);
        expect({ route, role, scope, modules, refused: status === 403 }).toEqual({ route, role, scope, modules, refused: !open });
      }
    }
  }, 120_000);

  it('[I-40] [I-63] [ASVS 8.2.2] answers the same 404 for an id of another organisation and for one that is nowhere', async () => {
    const mine = await newPractice();
    const theirs = await newPractice();
    const theirSession = await server.cookie(theirs);
    const created = await server.http
      .post('/api/v1/clients')
      .set('cookie', theirSession)
      .send({ kind: 'person', legalName: { family: 'Foreign', given: 'Person', familyFirst: false } });
    expect(created.status).toBe(201);
    const foreign = (created.body as { id: string }).id;
    const cookie = await server.cookie(mine);
    let routes = 0;
    for (const route of Object.keys(permissionsOf(server.app)).filter((line) => line.includes('/:id') && !line.includes(' /scim/'))) {
      const answers = [];
      for (const id of [foreign, newId()]) {
        const { method, path } = parts(route, id);
        const { status, body } = await asked(method, path, cookie);
        answers.push({ status, code: (body as { code: string }).code, detail: (body as { detail: string }).detail });
      }
      expect({ route, ...answers[0] }).toEqual({ route, ...answers[1] });
      expect({ route, status: answers[0]!.status }).toEqual({ route, status: 404 });
      routes++;
    }
    expect(routes).toBeGreaterThan(12);
  });
});

type Method = 'get' | 'head' | 'options' | 'post' | 'put' | 'patch' | 'delete';

/** Asks a route in the form that it takes, so that the answer is about who asks and for what. */
async function asked(method: Method, path: string, cookie: string): Promise<{ status: number; body: unknown }> {
  const request = server.http[method](`/api/v1${path}`).set('cookie', cookie);
  if (method === 'get') return request;
  if (!/^(\/outside)?\/uploads\//.test(path)) return request.send(minimalBody(path));
  const upload = request.set('tus-resumable', '1.0.0').set('upload-offset', '0');
  return method === 'patch' ? upload.set('content-type', 'application/offset+octet-stream').send(Buffer.from('piece').toString()) : upload;
}

function parts(route: string, id = newId()): { method: Method; path: string } {
  const [method, path] = route.split(' ') as [string, string];
  return {
    method: method.toLowerCase() as 'get',
    path: path
      .replace('/:id', `/${id}`)
      .replaceAll(/:\w+/g, newId())
      .replace(/\/export$/, '/export?format=csv'),
  };
}

/** A body that passes the structure of the route, so that the answer is about the id. */
function minimalBody(path: string): object {
  const name = path.split('/').pop()!;
  const bodies: Record<string, object> = {
    archive: { version: 1 },
    restore: { version: 1 },
    merge: { version: 1, duplicateId: newId(), duplicateVersion: 1 },
    identifiers: { kind: 'passport', value: 'PA1234567', country: 'AU' },
    reveal: { act: 'show' },
    links: { purpose: 'view' },
    move: { version: 1, clientId: newId() },
    relationships: { kind: 'partner', otherName: 'Somebody' },
    consents: { kind: 'sms', givenOn: '2026-01-02', method: 'verbal' },
    withdraw: { withdrawnOn: '2026-02-02' },
    mapping: { mapping: {} },
    start: {},
    pause: {},
    cancel: {},
    access: { scope: 'all', switches: {} },
    role: { role: 'member' },
    teams: { teamIds: [] },
    members: { memberIds: [] },
    keys: { expiresAt: new Date(Date.now() + 86_400_000).toISOString() },
    restrictions: { private: null, blocked: [] },
    require: { from: null },
    shares: { email: 'lan@mail.example', download: false, watermark: false },
    items: { items: [{ label: 'Passport' }] },
  };
  if (bodies[name]) return bodies[name];
  if (/\/identifiers\/[^/]+$/.test(path)) return bodies['identifiers']!;
  if (/\/connections\/[^/]+$/.test(path))
    return {
      version: 1,
      name: 'A',
      trust: 'never',
      jit: false,
      defaultTemplateId: null,
      oidc: { issuer: 'https://idp.example', clientId: 'a' },
    };
  if (/^\/document-requests\/[^/]+\/items\/[^/]+$/.test(path)) return { state: 'reviewed', version: 1 };
  if (path.startsWith('/document-checklists/')) return { name: 'A list', items: [{ label: 'Passport' }], version: 1 };
  if (path.includes('/lines/')) return { decision: 'approved' };
  if (path.includes('/access/teams/')) return { name: 'A team' };
  if (path.includes('/access/templates/')) return { name: 'A role', version: 1, scope: 'all', switches: {} };
  return { version: 1 };
}
