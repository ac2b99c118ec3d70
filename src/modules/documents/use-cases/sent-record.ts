import type { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import type { AuditEntry, Origin } from '../../../common/database/audit-entry.js';
import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import { BytesOut } from '../../../common/sealed-files/bytes-out.js';

/** How often a download that is under way is asked whether it still may, milliseconds. */
const LOOKED_AT_EVERY = 5_000;

/** Who is sent something, and what stands on record of it. */
export interface Sending {
  readonly orgId: string;
  readonly memberId: string | null;
  readonly origin: Origin;
  readonly entry: Pick<AuditEntry, 'subject' | 'detail' | 'recordIds'>;
  /** Throws when it may no longer go on. */
  still(): Promise<void>;
}

/** Watches what leaves: counts it, ends it with the access that let it begin, and puts on record what was really sent. */
export class SentRecord {
  private readonly logger = new Logger('Documents');

  constructor(
    private readonly database: TenantDatabase,
    private readonly grants: JobGrants,
  ) {}

  /** The same bytes, watched. */
  watched(source: Readable, sending: Sending): Readable {
    const counted = new BytesOut();
    const look = setInterval(() => void sending.still().catch((error: unknown) => counted.destroy(error as Error)), LOOKED_AT_EVERY);
    look.unref();
    source.once('error', (error) => counted.destroy(error));
    counted.once('close', () => {
      clearInterval(look);
      source.destroy();
      void this.record(sending, counted.taken - counted.readableLength, counted.readableEnded).catch((error: unknown) => {
        this.logger.error({ id: sending.entry.subject.id, name: (error as Error).name }, 'What was sent could not be put on record.');
      });
    });
    return source.pipe(counted);
  }

  /** In the member's name, also when their session ended meanwhile; of the practice's when they are no longer in it. */
  private async record({ orgId, memberId, origin, entry }: Sending, bytes: number, whole: boolean): Promise<void> {
    const write = async (member: string | null): Promise<void> =>
      this.grants.with({ orgId, memberId: member, modules: MODULES.documents }, (token) =>
        this.database.run(
          token,
          async (tx) => {
            const gone = member === null && memberId !== null && { memberId };
            tx.audit({ action: 'sent', fields: ['content'], ...entry, detail: { ...entry.detail, bytes, whole, ...gone } });
            await tx.principal();
          },
          origin,
        ),
      );
    await write(memberId).catch(async (error: unknown) => {
      if (memberId === null) throw error;
      await write(null);
    });
  }
}
