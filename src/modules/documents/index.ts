import type { FastifyInstance } from 'fastify';
import { installPieceBody } from './http/piece-body.js';

export { Drawing } from './content/drawing.js';
export { DocumentsModule, DOCUMENT_EVENT_HANDLERS } from './documents.module.js';

/** Body kinds that this context's routes take beside JSON. */
export function installDocumentBodies(fastify: FastifyInstance): void {
  installPieceBody(fastify);
}
