import { Module, type Provider } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/clock/clock.js';
import type { Settings } from '../../common/config/settings.js';
import { SETTINGS } from '../../common/config/settings.token.js';
import { OrganisationKeys } from '../../common/crypto/organisation-keys.js';
import { IDENTITY_DATABASE, JOBS_DATABASE } from '../../common/database/database.tokens.js';
import type { PlainDatabase } from '../../common/database/plain-database.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import { TextRecords } from '../../common/dns/text-records.js';
import { Outbound } from '../../common/http/outbound.js';
import { JobGrants } from '../../common/jobs/job-grants.js';
import { ConnectionSessions, IdentityFacade, IdentityModule } from '../identity/index.js';
import { SignOnController } from './http/sign-on.controller.js';
import { SignOnDomainsController } from './http/sign-on-domains.controller.js';
import { SignOnStagesController } from './http/sign-on-stages.controller.js';
import { SingleSignOnController } from './http/single-sign-on.controller.js';
import { ConnectionLoader } from './persistence/connection-loader.js';
import { ConnectionRepository } from './persistence/connection.repository.js';
import { DomainRepository } from './persistence/domain.repository.js';
import { DoorRepository } from './persistence/door.repository.js';
import './persistence/refusals.js';
import { RequestRepository } from './persistence/request.repository.js';
import { SignOnAddresses } from './providers/addresses.js';
import { OidcClient } from './providers/oidc-client.js';
import { SamlClient } from './providers/saml-client.js';
import { SignOnOverview } from './queries/overview.query.js';
import { Admit } from './use-cases/admit.use-case.js';
import { BackChannelLogout } from './use-cases/back-channel-logout.use-case.js';
import { BeginSignOn } from './use-cases/begin-sign-on.use-case.js';
import { KeepUp } from './use-cases/keep-up.use-case.js';
import { FinishSignOn } from './use-cases/finish-sign-on.use-case.js';
import { ForgetSubject } from './use-cases/forget-subject.use-case.js';
import { ManageConnections } from './use-cases/manage-connections.use-case.js';
import { ManageDomains } from './use-cases/manage-domains.use-case.js';
import { MoveStage } from './use-cases/move-stage.use-case.js';
import { ReadMetadata } from './use-cases/read-metadata.use-case.js';
import { ReturnFromProvider } from './use-cases/return-from-provider.use-case.js';
import { SignOnRecord } from './use-cases/sign-on-record.js';
import { UpkeepSchedule } from './upkeep-schedule.js';

type Class<T> = new (...parts: never[]) => T;

/** A provider whose parts are other providers, in the order of its constructor. */
function madeOf<T>(provide: Class<T>, ...inject: (Class<unknown> | symbol)[]): Provider {
  return { provide, inject, useFactory: (...parts: unknown[]) => new provide(...(parts as never[])) };
}

@Module({
  imports: [IdentityModule],
  controllers: [SignOnController, SingleSignOnController, SignOnStagesController, SignOnDomainsController],
  providers: [
    { provide: TextRecords, inject: [SETTINGS], useFactory: ({ dns }: Settings) => new TextRecords(dns.servers) },
    { provide: Outbound, inject: [SETTINGS], useFactory: ({ production }: Settings) => new Outbound(production) },
    { provide: SignOnAddresses, inject: [SETTINGS], useFactory: ({ http }: Settings) => new SignOnAddresses(http.publicUrl) },
    { provide: DomainRepository, inject: [JOBS_DATABASE], useFactory: (jobs: PlainDatabase) => new DomainRepository(jobs) },
    { provide: ConnectionRepository, useFactory: () => new ConnectionRepository() },
    {
      provide: DoorRepository,
      inject: [IDENTITY_DATABASE, OrganisationKeys],
      useFactory: (database: PlainDatabase, keys: OrganisationKeys) => new DoorRepository(database, keys),
    },
    {
      provide: RequestRepository,
      inject: [IDENTITY_DATABASE, OrganisationKeys],
      useFactory: (database: PlainDatabase, keys: OrganisationKeys) => new RequestRepository(database, keys),
    },
    madeOf(ConnectionLoader, JobGrants, TenantDatabase, ConnectionRepository),
    { provide: OidcClient, inject: [Outbound, CLOCK], useFactory: (outbound: Outbound, clock: Clock) => new OidcClient(outbound, clock) },
    {
      provide: SamlClient,
      inject: [SignOnAddresses, Outbound, CLOCK],
      useFactory: (addresses: SignOnAddresses, outbound: Outbound, clock: Clock) => new SamlClient(addresses, outbound, clock),
    },
    madeOf(ReadMetadata, Outbound),
    {
      provide: KeepUp,
      inject: [
        DomainRepository,
        TextRecords,
        DoorRepository,
        ConnectionLoader,
        ConnectionRepository,
        RequestRepository,
        ReadMetadata,
        Outbound,
        IdentityFacade,
        CLOCK,
        SETTINGS,
      ],
      useFactory: (...parts: unknown[]) => {
        const { http } = parts.pop() as Settings;
        return new (KeepUp as new (...all: unknown[]) => KeepUp)(...parts, `${http.publicUrl}/settings/single-sign-on`);
      },
    },
    UpkeepSchedule,
    madeOf(SignOnRecord, JobGrants, TenantDatabase),
    madeOf(SignOnOverview, DomainRepository, ConnectionRepository),
    madeOf(ManageDomains, DomainRepository, TextRecords, TenantDatabase),
    madeOf(ManageConnections, ConnectionRepository, Outbound),
    madeOf(MoveStage, ConnectionRepository),
    madeOf(ForgetSubject, DoorRepository),
    madeOf(Admit, DoorRepository, IdentityFacade, ConnectionLoader),
    madeOf(BeginSignOn, DoorRepository, ConnectionLoader, RequestRepository, OidcClient, SamlClient, SignOnAddresses, SignOnRecord),
    madeOf(ReturnFromProvider, DoorRepository, ConnectionLoader, RequestRepository, OidcClient, SamlClient, SignOnAddresses),
    madeOf(
      FinishSignOn,
      DoorRepository,
      ConnectionLoader,
      ConnectionRepository,
      RequestRepository,
      Admit,
      ConnectionSessions,
      SignOnRecord,
      CLOCK,
    ),
    madeOf(BackChannelLogout, DoorRepository, ConnectionLoader, RequestRepository, OidcClient, ConnectionSessions, SignOnRecord),
  ],
})
export class SingleSignOnModule {}
