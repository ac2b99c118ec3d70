import { writeFileSync } from 'node:fs';
import { RequestMethod } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
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

/** One line per route: what a caller needs. */
export function permissionsOf(app: NestFastifyApplication): Record<string, string> {
  return Object.fromEntries(
    app
      .get(RouteInventory)
      .list()
      .map(({ method, path, access }) => {
        const needs =
          access.kind === 'permission'
            ? access.permission
            : access.kind === 'public'
              ? `anybody (${access.reason})`
              : 'any signed-in member';
        return [`${method in RequestMethod ? method : String(method)} ${path}`, needs];
      }),
  );
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
