import type { FastifyInstance } from 'fastify';
import { PIECE_TYPE } from '../domain/tus.js';

/** Routes that take pieces of files, whatever the prefix. */
const PIECE_ROUTE = /\/uploads\/:id$/;

/** Lets pieces of files through as streams, unread: they are sealed as they arrive, after the caller was found to be allowed. */
export function installPieceBody(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(PIECE_TYPE, (_request, payload, done) => done(null, payload));
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const { 'content-type': type = '' } = request.headers;
    if (type.startsWith(PIECE_TYPE) && !PIECE_ROUTE.test(request.routeOptions.url ?? ''))
      done(Object.assign(new Error('no pieces here'), { statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }));
    else done(null, payload);
  });
}
