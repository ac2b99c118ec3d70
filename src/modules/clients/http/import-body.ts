import type { FastifyInstance } from 'fastify';

/** Routes whose body may be a CSV file, whatever the prefix. */
const CSV_ROUTE = /\/client-imports$/;

/**
 * Reads `text/csv` bodies as bytes, at most `limitBytes` of them, on the routes that take files; everywhere else such a
 * body is refused before it is read.
 */
export function installCsvBody(fastify: FastifyInstance, limitBytes: number): void {
  fastify.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: limitBytes }, (_request, body, done) => done(null, body));
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const isCsv = /^\s*text\/csv\b/i.test(request.headers['content-type'] ?? '');
    if (isCsv && !CSV_ROUTE.test(request.routeOptions.url ?? '')) {
      done(Object.assign(new Error('no file is taken here'), { statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }));
    } else {
      done(null, payload);
    }
  });
}
