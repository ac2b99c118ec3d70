import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Settings } from '../config/settings.js';

/**
 * JSON logs for machines (pino). A request is its id, method and path; queries, bodies, cookies and addresses of
 * people are never logged, because search terms and tokens may stand in them.
 */
export function loggerOptions(settings: Settings): Params {
  return {
    pinoHttp: {
      level: settings.logLevel,
      genReqId: (request) => request.id ?? randomUUID(),
      autoLogging: { ignore: (request) => request.url?.startsWith('/health/') === true || request.url?.startsWith('/assets/') === true },
      redact: {
        paths: ['req.headers', 'res.headers', '*.password', '*.token', '*.email', '*.cookie', '*.secret', '*.text', '*.value'],
        censor: '[redacted]',
      },
      serializers: {
        req: (request: { id: unknown; method: string; url: string }) => ({
          id: request.id,
          method: request.method,
          path: request.url.split('?', 1)[0],
        }),
        res: (response: { statusCode: number }) => ({ status: response.statusCode }),
        err: (error: Error & { code?: string }) => ({ name: error.name, code: error.code }),
      },
      customLogLevel: (_request: IncomingMessage, response: ServerResponse, error?: Error) =>
        error !== undefined || response.statusCode >= 500 ? 'error' : 'info',
    },
  };
}
