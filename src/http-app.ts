import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { Logger as NestLogger, RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import type { Settings } from './common/config/settings.js';
import { NotFound } from './common/errors.js';
import { serveAdminUi } from './common/http/admin-ui.js';
import { installBrowserCookie } from './common/http/browser-cookie.js';
import { installFormBody } from './common/http/form-body.js';
import { installJsonBody } from './common/http/json-body.js';
import { answerWithProblem } from './common/http/problem.filter.js';
import { Readiness } from './common/observability/readiness.js';
import { installMetrics } from './common/observability/metrics.route.js';
import { Metrics } from './common/observability/metrics.js';
import { MailCatcher } from './common/mail/mail-catcher.js';
import { installCaughtMail } from './common/mail/mail-catcher.route.js';
import { installApiDocs } from './common/http/api-docs.js';
import { installClientBodies } from './modules/clients/index.js';
import { installDocumentBodies } from './modules/documents/index.js';
import { COOKIES, type Cookies } from './modules/identity/index.js';
import { MAIL_CATCHER, type PlatformOptions } from './platform.module.js';

/** Largest JSON body, in bytes. */
const BODY_LIMIT = 256 * 1024;
/** What a worker answers: load balancers and monitoring. */
const WATCHED = ['/health/', '/metrics'];
/** Where identity providers post forms. */
const FORM_ROUTES = /\/auth\/sso\/:connection\/(acs|logout)$/;
const TWO_YEARS = 63_072_000;

/**
 * A worker answers those who watch it and nobody else. Where mail is caught instead of sent, it is caught in the
 * process that sends it, so that the caught mail stays readable there.
 */
function leaveOnlyWatching(fastify: FastifyInstance, { production }: Settings, logger: NestLogger): void {
  const open = production ? WATCHED : [...WATCHED, '/dev/'];
  fastify.addHook('onRequest', (request, reply, next) => {
    if (open.some((path) => request.url.startsWith(path))) next();
    else answerWithProblem(new NotFound(), request, reply, logger);
  });
}

/** The HTTP application, ready to listen. Also what tests drive. */
export async function createHttpApp(options: PlatformOptions): Promise<NestFastifyApplication> {
  const { settings } = options;
  const logger = new NestLogger('Edge');
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: settings.http.trustedProxies.length > 0 ? [...settings.http.trustedProxies] : false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    requestTimeout: 120_000,
    forceCloseConnections: 'idle',
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      answerWithProblem(error, request, reply, logger),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(options), adapter, {
    bufferLogs: true,
    bodyParser: false,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  app.setGlobalPrefix('api/v1', {
    exclude: [
      { path: 'health/live', method: RequestMethod.GET },
      { path: 'health/ready', method: RequestMethod.GET },
      { path: 'scim/v2/{*rest}', method: RequestMethod.ALL },
    ],
  });
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.register(cookie);
  await fastify.register(helmet, {
    hsts: settings.http.secure ? { maxAge: TWO_YEARS, includeSubDomains: true, preload: true } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: [`'self'`],
        scriptSrc: [`'self'`],
        styleSrc: [`'self'`, `'unsafe-inline'`],
        imgSrc: [`'self'`, 'data:'],
        fontSrc: [`'self'`, 'data:'],
        connectSrc: [`'self'`],
        objectSrc: [`'none'`],
        baseUri: [`'none'`],
        formAction: [`'self'`],
        frameAncestors: [`'none'`],
        ...(settings.http.secure && { upgradeInsecureRequests: [] }),
      },
    },
  });
  if (settings.role === 'worker') leaveOnlyWatching(fastify, settings, logger);
  installBrowserCookie(fastify, app.get<Cookies>(COOKIES).browser);
  installJsonBody(fastify);
  installClientBodies(fastify);
  installDocumentBodies(fastify);
  installFormBody(fastify, FORM_ROUTES);
  fastify.addHook('onRequest', (request, reply, next) => {
    void reply.header('x-request-id', request.id);
    if (['/api/', '/dev/', '/scim/'].some((path) => request.url.startsWith(path))) void reply.header('cache-control', 'no-store');
    next();
  });
  const readiness = app.get(Readiness);
  fastify.addHook('onSend', (_request, reply, _payload, next) => {
    // While leaving, a connection that was in use must not stay open and hold the process.
    if (readiness.leaving) void reply.header('connection', 'close');
    next();
  });
  installMetrics(fastify, app.get(Metrics), settings);
  const catcher = app.get<MailCatcher | null>(MAIL_CATCHER);
  if (catcher && !settings.production) installCaughtMail(fastify, catcher, settings.http.publicUrl);
  if (settings.role !== 'worker') {
    await installApiDocs(app);
    await serveAdminUi(fastify);
  }
  await app.init();
  return app;
}
