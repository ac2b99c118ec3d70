import type { Provider } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/clock/clock.js';
import type { Settings } from '../../common/config/settings.js';
import { SETTINGS } from '../../common/config/settings.token.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import { OutboxNudge } from '../../common/events/outbox-nudge.js';
import { JobGrants } from '../../common/jobs/job-grants.js';
import { RecordLockOnAccountLocked } from './handlers/record-lock-on-account-locked.handler.js';
import { DeviceRepository } from './persistence/device.repository.js';
import { FactorRepository } from './persistence/factor.repository.js';
import { IdentityRepository } from './persistence/identity.repository.js';
import { LimitRepository } from './persistence/limit.repository.js';
import { WatchRepository } from './persistence/watch.repository.js';
import { PracticeSignIns } from './queries/practice-sign-ins.query.js';
import { DoorLimits } from './use-cases/door-limits.js';
import { LockAccount } from './use-cases/lock-account.use-case.js';
import { Watch } from './use-cases/watch.js';

/** Wiring of what watches the doors: limits, known browsers, notices and locks. */
export const WATCH_PROVIDERS: Provider[] = [
  { provide: LimitRepository, inject: [IdentityRepository], useFactory: (identity: IdentityRepository) => new LimitRepository(identity) },
  { provide: DeviceRepository, inject: [IdentityRepository], useFactory: (identity: IdentityRepository) => new DeviceRepository(identity) },
  { provide: WatchRepository, inject: [IdentityRepository], useFactory: (identity: IdentityRepository) => new WatchRepository(identity) },
  { provide: PracticeSignIns, inject: [IdentityRepository], useFactory: (identity: IdentityRepository) => new PracticeSignIns(identity) },
  {
    provide: DoorLimits,
    inject: [LimitRepository, DeviceRepository],
    useFactory: (limits: LimitRepository, devices: DeviceRepository) => new DoorLimits(limits, devices),
  },
  {
    provide: Watch,
    inject: [IdentityRepository, WatchRepository, DeviceRepository, DoorLimits, SETTINGS, OutboxNudge],
    useFactory: (
      identity: IdentityRepository,
      watch: WatchRepository,
      devices: DeviceRepository,
      limits: DoorLimits,
      settings: Settings,
      outbox: OutboxNudge,
    ) => new Watch(identity, watch, devices, limits, settings.http.publicUrl, () => outbox.nudge()),
  },
  {
    provide: LockAccount,
    inject: [IdentityRepository, WatchRepository, DeviceRepository, FactorRepository, DoorLimits, CLOCK, OutboxNudge],
    useFactory: (
      identity: IdentityRepository,
      watch: WatchRepository,
      devices: DeviceRepository,
      factors: FactorRepository,
      limits: DoorLimits,
      clock: Clock,
      outbox: OutboxNudge,
    ) => new LockAccount(identity, watch, devices, factors, limits, clock, () => outbox.nudge()),
  },
  {
    provide: RecordLockOnAccountLocked,
    inject: [WatchRepository, JobGrants, TenantDatabase],
    useFactory: (watch: WatchRepository, grants: JobGrants, tenants: TenantDatabase) =>
      new RecordLockOnAccountLocked(watch, grants, tenants),
  },
];
