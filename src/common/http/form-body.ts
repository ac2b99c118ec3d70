import type { FastifyInstance } from 'fastify';
import { InvalidInput } from '../errors.js';
import { utf8 } from './json-body.js';

/**
 * Lets form bodies through on routes that other parties post forms to (SAML 2.0 bindings 3.5, OpenID back-channel
 * logout), and on no others: a form is what a page of another site can send without asking.
 */
export function installFormBody(fastify: FastifyInstance, routes: RegExp): void {
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (request, body, done) => {
    if (!routes.test(request.routeOptions.url ?? '')) {
      done(Object.assign(new Error('FST_ERR_CTP_INVALID_MEDIA_TYPE'), { statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }));
      return;
    }
    try {
      const fields = new Map<string, string>();
      for (const [name, value] of new URLSearchParams(utf8(body as Buffer))) {
        // Which of two would count is nobody's to guess.
        if (fields.has(name)) throw new InvalidInput([{ field: name.slice(0, 60), code: 'twice', message: 'Send each field once.' }]);
        fields.set(name, value);
      }
      done(null, Object.fromEntries(fields));
    } catch (error) {
      done(error as Error);
    }
  });
}
