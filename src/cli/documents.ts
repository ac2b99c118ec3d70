import { writeFileSync } from 'node:fs';
import { RequestMethod } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Scope } from '../common/database/principal.js';
import type { Access } from '../common/http/access.js';
import { openApiDocument } from '../common/http/api-docs.js';
import { RouteInventory } from '../common/http/route-inventory.js';
import { createHttpApp } from '../http-app.js';
import { bringUpToDate } from '../runtime.js';
import type { CommandContext } from './command.js';

/** Prints the OpenAPI document of this build. */
export async function printOpenApi(context: CommandContext): Promise<void> {
  await withApp(context, (app) => write(context, openApiDocument(app)));
}

/** Prints every route with who may call it: the committed snapshot is compared with this. */
export async function printPermissions(context: CommandContext): Promise<void> {
  await withApp(context, (app) => write(context, permissionsOf(app)));
}

/** Who may call a route: what is needed, then for each role and each scope whether, and how far it reaches. */
export interface RoutePermission {
  needs: string;
  /** `yes`, `no` or the switch it takes, by role and scope; an owner holds every switch and sees every client. */
  owner: string;
  admin: Record<Scope, string>;
  member: Record<Scope, string>;
}

const REACH: Record<Scope, string> = { all: 'every client', team: 'clients of their teams', assigned: 'clients assigned to them' };

/** Every route with what a caller needs, by role and scope. */
export function permissionsOf(app: NestFastifyApplication): Record<string, RoutePermission> {
  return Object.fromEntries(
    app
      .get(RouteInventory)
      .list()
      .map(({ method, path, access }) => [`${method in RequestMethod ? method : String(method)} ${path}`, permissionOf(access)]),
  );
}

function permissionOf(access: Access): RoutePermission {
  if (access.kind === 'directory') {
    return { needs: 'the practice’s directory, by its token', owner: 'no', admin: everyScope(() => 'no'), member: everyScope(() => 'no') };
  }
  if (access.kind !== 'permission') {
    const needs =
      access.kind === 'public' ? `anybody (${access.reason})` : `any signed-in member${access.anyNetwork ? ', from any network' : ''}`;
    return { needs, owner: 'yes', admin: everyScope(() => 'yes'), member: everyScope(() => 'yes') };
  }
  const ofClients = access.permission.startsWith('clients:');
  const held = (scope: Scope) => `with ${access.permission}${ofClients ? `: ${REACH[scope]}` : ''}`;
  return {
    needs: access.administrator ? `${access.permission}, owners and administrators` : access.permission,
    owner: 'yes',
    admin: everyScope(held),
    member: access.administrator ? everyScope(() => 'no') : everyScope(held),
  };
}

function everyScope(cell: (scope: Scope) => string): Record<Scope, string> {
  return { all: cell('all'), team: cell('team'), assigned: cell('assigned') };
}

async function withApp(context: CommandContext, work: (app: NestFastifyApplication) => void): Promise<void> {
  const runtime = await context.database();
  await bringUpToDate(runtime);
  const app = await createHttpApp({ settings: { ...context.settings, logLevel: 'silent' }, urls: runtime.urls, connections: 2 });
  work(app);
  await app.close();
}

function write({ values, say }: CommandContext, document: unknown): void {
  const text = JSON.stringify(document, null, 2);
  if (typeof values['out'] === 'string') writeFileSync(values['out'], `${text}\n`);
  else say(text);
}
