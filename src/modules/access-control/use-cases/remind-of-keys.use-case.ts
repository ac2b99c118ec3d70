import type { Clock } from '../../../common/clock/clock.js';
import type { PlainDatabase } from '../../../common/database/plain-database.js';
import { reminderDue } from '../../../common/reminders.js';
import type { IdentityFacade } from '../../identity/index.js';
import { keyEndsMail, type ProgramKey } from '../domain/key-mail.js';

const PAGES = { key: '/team/keys', directory: '/settings/directory' } as const satisfies Record<ProgramKey, string>;

interface EndingKey {
  id: string;
  orgId: string;
  kind: ProgramKey;
  expiresAt: Date;
  remindedAt: Date | null;
}

/** A key or token of which nobody could be told now, and why. */
export interface KeyLeftOut {
  id: string;
  error: unknown;
}

/** Tells whoever runs a practice before a key or a directory's token ends (ASVS 6.4.5). One that fails keeps no other from being told. */
export class RemindOfKeys {
  constructor(
    private readonly jobs: PlainDatabase,
    private readonly identity: IdentityFacade,
    private readonly clock: Clock,
    private readonly publicUrl: string,
  ) {}

  async execute(): Promise<KeyLeftOut[]> {
    const ending = await this.jobs.query<EndingKey>({
      text: 'select id, org_id as "orgId", kind, expires_at as "expiresAt", reminded_at as "remindedAt" from wall.keys_ending()',
    });
    const now = this.clock.now();
    const leftOut: KeyLeftOut[] = [];
    for (const key of ending) {
      if (!reminderDue(key.expiresAt, key.remindedAt, now)) continue;
      await this.remind(key).catch((error: unknown) => leftOut.push({ id: key.id, error }));
    }
    return leftOut;
  }

  /** Noted and told, or neither; by the process that is first. */
  private async remind({ id, orgId, kind, expiresAt, remindedAt }: EndingKey): Promise<void> {
    const until = expiresAt.toLocaleDateString('en-AU', { timeZone: 'Australia/Sydney', dateStyle: 'long' });
    await this.jobs.transaction(async (tx) => {
      const [row] = await tx.query<{ first: boolean }>({
        text: 'select wall.note_key_reminded($1, $2) as first',
        values: [id, remindedAt],
      });
      if (row!.first) await this.identity.tellWhoRuns(orgId, (to) => keyEndsMail(to, kind, until, `${this.publicUrl}${PAGES[kind]}`));
    });
  }
}
