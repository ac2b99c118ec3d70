import { errorCodes, type FastifyInstance } from 'fastify';

/** Routes whose body may be a CSV file, without the prefix. */
const CSV_ROUTES = /\/client-imports$/;

/**
 * Reads `text/csv` bodies as bytes, at most `limitBytes` of them, on the routes that take files; everywhere else such a
 * body is refused before it is read.
 */
export function installCsvBody(fastify: FastifyInstance, limitBytes: number): void {
  fastify.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: limitBytes }, (request, body, done) => {
    done(null, body);
    void request;
  });
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const csv = /^text\/csv\b/i.test(request.headers['content-type'] ?? '');
    if (csv && !CSV_ROUTES.test(request.routeOptions.url ?? '')) done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE('text/csv'));
    else done(null, payload);
  });
}
