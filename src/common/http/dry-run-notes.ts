import { Injectable, Logger } from '@nestjs/common';
import type { Origin } from '../database/audit-entry.js';
import { NoLiveGrant } from '../database/database.errors.js';
import type { GrantToken } from '../database/grant-token.js';
import type { Principal } from '../database/principal.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { noteSighting } from '../networks/sightings.js';

/**
 * Notes whom a practice's list of networks would have refused. A dry run refuses nobody and keeps nobody waiting: each note is a transaction
 * of its own, one at a time for each session and address; what comes meanwhile is counted and written with the next.
 */
@Injectable()
export class DryRunNotes {
  private readonly logger = new Logger('DryRun');
  private readonly waiting = new Map<string, number>();

  constructor(private readonly database: TenantDatabase) {}

  /** Never rejects. */
  note(token: GrantToken, { grantId }: Principal, origin: Origin): void {
    const key = `${grantId} ${origin.ip}`;
    const more = this.waiting.get(key);
    this.waiting.set(key, (more ?? 0) + 1);
    if (more === undefined) void this.write(token, key, origin);
  }

  private async write(token: GrantToken, key: string, origin: Origin): Promise<void> {
    for (let times = this.take(key); times > 0; times = this.take(key)) {
      try {
        await this.database.run(token, async (tx) => noteSighting(tx, 'would_refuse', times), origin);
      } catch (error) {
        // Whoever signed out meanwhile needs no note any more.
        if (!(error instanceof NoLiveGrant)) this.logger.warn('a dry-run note could not be written');
      }
    }
    this.waiting.delete(key);
  }

  private take(key: string): number {
    const times = this.waiting.get(key) ?? 0;
    this.waiting.set(key, 0);
    return times;
  }
}
