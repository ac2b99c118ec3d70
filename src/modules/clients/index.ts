import type { FastifyInstance } from 'fastify';

export { ClientsModule, CLIENT_EVENT_HANDLERS } from './clients.module.js';

export { insertClients, type NewClient } from './persistence/client-writer.js';

/** Body kinds that this context's routes take beside JSON (the import person replaces this by installCsvBody). */
export function installClientBodies(_fastify: FastifyInstance): void {}
