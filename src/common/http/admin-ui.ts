import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Where the built admin UI lies: beside the sources and beside `dist` alike. */
function builtUi(): string {
  let folder = fileURLToPath(new URL('.', import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = join(folder, '..');
  return join(folder, 'admin', 'dist');
}

/** Addresses that are never a page of the admin UI: what is not found there is a problem document. */
const NOT_A_PAGE = /^\/(api|health|metrics|dev|assets|problems)(\/|$)/;

/**
 * Serves the built admin UI: hashed assets for a year, the page itself fresh each time, and the page for every address
 * that the UI's own router knows.
 */
export async function serveAdminUi(fastify: FastifyInstance): Promise<void> {
  const root = builtUi();
  if (!existsSync(join(root, 'index.html'))) return;
  await fastify.register(fastifyStatic, {
    root: join(root, 'assets'),
    prefix: '/assets/',
    index: false,
    maxAge: '365d',
    immutable: true,
    decorateReply: false,
    preCompressed: true,
  });
  await fastify.register(fastifyStatic, { root, serve: false });
  fastify.get('/*', async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    if (NOT_A_PAGE.test(path)) return reply.callNotFound();
    const file =
      /^\/[\w.-]+\.(svg|png|ico|webmanifest|txt)$/.test(path) && existsSync(join(root, path.slice(1))) ? path.slice(1) : 'index.html';
    return reply.sendFile(file, root, { cacheControl: false, immutable: false, maxAge: 0 }).header('cache-control', 'no-cache');
  });
}
