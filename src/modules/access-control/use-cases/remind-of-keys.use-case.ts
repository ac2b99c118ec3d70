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

/** Tells whoever runs a practice before a key or a directory's token ends (ASVS 6.4.5). */
export class RemindOfKeys {
  constructor(
    private readonly jobs: PlainDatabase,
    private readonly identity: IdentityFacade,
    private readonly clock: Clock,
    private readonly publicUrl: string,
  ) {}

  async execute(): Promise<void> {
    const ending = await this.jobs.query<EndingKey>({
      text: 'select id, org_id as "orgId", kind, expires_at as "expiresAt", reminded_at as "remindedAt" from wall.keys_ending()',
    });
    const now = this.clock.now();
    for (const { id, orgId, kind, expiresAt, remindedAt } of ending) {
      if (!reminderDue(expiresAt, remindedAt, now)) continue;
      const until = expiresAt.toLocaleDateString('en-AU', { timeZone: 'Australia/Sydney', dateStyle: 'long' });
      await this.identity.tellWhoRuns(orgId, (to) => keyEndsMail(to, kind, until, `${this.publicUrl}${PAGES[kind]}`));
      await this.jobs.query({ text: 'select wall.note_key_reminded($1)', values: [id] });
    }
  }
}
