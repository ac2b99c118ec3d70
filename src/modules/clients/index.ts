import type { FastifyInstance } from 'fastify';
import { FILE_LIMIT, installCsvBody } from './import-export.providers.js';

export { ClientsModule, CLIENT_EVENT_HANDLERS } from './clients.module.js';
export { ClientsFacade } from './clients.facade.js';
export { insertClients, type NewClient, type NewConsent, type NewIdentifier, type NewRelationship } from './persistence/client-writer.js';
export { ClientIndexes } from './queries/client-index.js';
export { mayContact } from './queries/may-contact.query.js';
export { CompactSearch } from './use-cases/compact-search.use-case.js';

/** Body kinds that this context's routes take beside JSON. */
export function installClientBodies(fastify: FastifyInstance): void {
  installCsvBody(fastify, FILE_LIMIT);
}
