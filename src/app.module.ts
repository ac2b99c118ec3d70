import { Logger, Module, type DynamicModule, type ExecutionContext } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { ThrottlerModule } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { LoggerModule } from 'nestjs-pino';
import { GrantToken } from './common/database/grant-token.js';
import { JOBS_DATABASE } from './common/database/database.tokens.js';
import type { PlainDatabase } from './common/database/plain-database.js';
import type { EventHandler } from './common/events/event-handler.js';
import { OutboxDispatcher } from './common/events/outbox-dispatcher.js';
import { EventDelivery } from './event-delivery.js';
import { ACCESS, type Access } from './common/http/access.js';
import { DryRunNotes } from './common/http/dry-run-notes.js';
import { KeyLimits } from './common/http/key-limits.js';
import { LiveTokens } from './common/http/live-tokens.js';
import { OriginGuard, PUBLIC_ORIGIN } from './common/http/origin.guard.js';
import { ProblemFilter } from './common/http/problem.filter.js';
import { Refusals } from './common/http/refusals.js';
import { RequestCounts } from './common/http/request-counts.js';
import { RouteInventory } from './common/http/route-inventory.js';
import { SessionGuard } from './common/http/session.guard.js';
import { sharedThrottle, SharedThrottlerGuard } from './common/http/shared-throttle.js';
import { TenantTransactionInterceptor } from './common/http/tenant-transaction.interceptor.js';
import { validationPipe } from './common/http/validation.js';
import { HealthController } from './common/observability/health.controller.js';
import { loggerOptions } from './common/observability/logger-options.js';
import { Metrics } from './common/observability/metrics.js';
import { Readiness } from './common/observability/readiness.js';
import { HousekeepingSchedule } from './housekeeping.js';
import { ACCESS_EVENT_HANDLERS, AccessControlModule } from './modules/access-control/index.js';
import { ClientsModule, CLIENT_EVENT_HANDLERS } from './modules/clients/index.js';
import { DOCUMENT_EVENT_HANDLERS, DocumentsModule } from './modules/documents/index.js';
import { DirectorySyncModule } from './modules/directory-sync/index.js';
import { IdentityModule, RecordLockOnAccountLocked, SendMailOnMailQueued } from './modules/identity/index.js';
import { OrganisationsModule } from './modules/organisations/index.js';
import { SingleSignOnModule } from './modules/single-sign-on/index.js';
import { PlatformModule, type PlatformOptions } from './platform.module.js';

/** Requests without a live session that one network address may make in a minute before it is asked to wait. */
const REQUESTS_A_MINUTE = 3_000;

/**
 * Behind a live session the principal is known. Anybody can make up a cookie, so only a token that opened something
 * here counts; the doors themselves are public and always counted.
 */
function carriesLiveSession(context: ExecutionContext, live: LiveTokens): boolean {
  const access = Reflect.getMetadata(ACCESS, context.getHandler()) as Access | undefined;
  if (access?.kind === 'public') return false;
  const { cookies } = context.switchToHttp().getRequest<FastifyRequest>();
  return Object.entries(cookies).some(([name, value]) => {
    const token = name.endsWith('ironbark-session') ? GrantToken.parse(value) : undefined;
    return token !== undefined && live.has(token);
  });
}

/** The whole application. Every guard and filter is global: a route has to say what it lets through. */
@Module({})
export class AppModule {
  static for(options: PlatformOptions): DynamicModule {
    const { settings } = options;
    const live = new LiveTokens();
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot(loggerOptions(settings)),
        ThrottlerModule.forRootAsync({
          inject: [RequestCounts],
          useFactory: (counts: RequestCounts) => sharedThrottle(counts, REQUESTS_A_MINUTE, (context) => carriesLiveSession(context, live)),
        }),
        ScheduleModule.forRoot(),
        DiscoveryModule,
        PlatformModule.for(options),
        IdentityModule,
        AccessControlModule,
        OrganisationsModule,
        ClientsModule,
        DocumentsModule,
        DirectorySyncModule,
        SingleSignOnModule,
      ],
      controllers: [HealthController],
      providers: [
        Metrics,
        Readiness,
        RouteInventory,
        Refusals,
        DryRunNotes,
        { provide: LiveTokens, useValue: live },
        KeyLimits,
        HousekeepingSchedule,
        { provide: PUBLIC_ORIGIN, useValue: settings.http.publicUrl },
        { provide: APP_GUARD, useClass: SharedThrottlerGuard },
        { provide: APP_GUARD, useClass: OriginGuard },
        { provide: APP_GUARD, useClass: SessionGuard },
        { provide: APP_INTERCEPTOR, useClass: TenantTransactionInterceptor },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
        {
          provide: OutboxDispatcher,
          inject: [
            JOBS_DATABASE,
            SendMailOnMailQueued,
            RecordLockOnAccountLocked,
            CLIENT_EVENT_HANDLERS,
            ACCESS_EVENT_HANDLERS,
            DOCUMENT_EVENT_HANDLERS,
          ],
          useFactory: (jobs: PlainDatabase, mail: EventHandler, locks: EventHandler, ...contexts: EventHandler[][]) =>
            new OutboxDispatcher(jobs, [mail, locks, ...contexts.flat()], new Logger('Outbox')),
        },
        EventDelivery,
      ],
    };
  }
}
