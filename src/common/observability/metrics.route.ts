import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Settings } from '../config/settings.js';
import type { Metrics } from './metrics.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/**
 * Measures every answer and serves `/metrics`: on METRICS_PORT when there is one, else on the main port to holders of
 * METRICS_TOKEN; with neither, outside production, to loopback only.
 */
export function installMetrics(fastify: FastifyInstance, metrics: Metrics, settings: Settings): void {
  fastify.addHook('onResponse', (request, reply, next) => {
    const route = request.routeOptions.url ?? 'unknown';
    const status = String(reply.statusCode);
    metrics.requests.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    if (reply.statusCode === 401 || reply.statusCode === 403 || reply.statusCode === 429) metrics.refusals.inc({ code: status });
    next();
  });
  if (settings.metrics.port !== null) {
    const server = metricsServer(metrics).listen(settings.metrics.port, settings.http.host);
    fastify.addHook('onClose', () => void server.close());
    return;
  }
  fastify.get('/metrics', async (request, reply) => {
    const { token } = settings.metrics;
    const open =
      token === null
        ? !settings.production && LOOPBACK.has(request.socket.remoteAddress ?? '')
        : bearerIs(request.headers.authorization, token);
    if (!open) return reply.callNotFound();
    return reply.type(metrics.registry.contentType).send(await metrics.text());
  });
}

function metricsServer(metrics: Metrics): Server {
  return createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    void metrics.text().then((text) => response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text));
  });
}

function bearerIs(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
