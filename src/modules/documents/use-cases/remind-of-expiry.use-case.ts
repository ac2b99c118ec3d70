import type { Clock } from '../../../common/clock/clock.js';
import { NoLiveGrant } from '../../../common/database/database.errors.js';
import type { PlainDatabase } from '../../../common/database/plain-database.js';
import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { Mail } from '../../../common/mail/mail.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import { reminderStep } from '../../../common/reminders.js';
import type { IdentityFacade } from '../../identity/index.js';
import { EXPIRY_STEPS, documentsExpireMail } from '../domain/expiry-mail.js';
import { datedDocuments, noteReminded, type DatedDocument } from '../persistence/reminder.repository.js';

/** A document of which somebody is to be reminded now. */
interface DueDocument extends Pick<DatedDocument, 'id' | 'practitionerId' | 'expiresOn'> {
  step: number;
}

/** Practices in which it could not be done, and why. */
export interface PracticeLeftOut {
  orgId: string;
  error: unknown;
}

const PAGE = 500;
const DAY_MS = 86_400_000;
const NO_ID = '00000000-0000-0000-0000-000000000000';
const REACH = MODULES.documents | MODULES.clients;

/**
 * Tells whoever looks after a client that documents on file expire, 60, 30 and 7 days before, once for each; a missed one
 * with the next. Whoever is not to see a document is not told of it: then those who run the practice are. Reminders say how
 * many, nothing else. A reminder that was sent before the process died is sent again.
 */
export class RemindOfExpiry {
  constructor(
    private readonly jobs: PlainDatabase,
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
    private readonly identity: IdentityFacade,
    private readonly clock: Clock,
    private readonly page: string,
  ) {}

  /** Every practice in turn; one that fails keeps no other from being reminded. */
  async execute(): Promise<PracticeLeftOut[]> {
    const leftOut: PracticeLeftOut[] = [];
    const practices = await this.jobs.query<{ orgId: string }>({ text: 'select org_id as "orgId" from wall.practice_name' });
    for (const { orgId } of practices) await this.practice(orgId).catch((error: unknown) => leftOut.push({ orgId, error }));
    return leftOut;
  }

  private async practice(orgId: string): Promise<void> {
    const due = await this.due(orgId);
    const byPractitioner = groupedBy(due, ({ practitionerId }) => practitionerId);
    const untold: DueDocument[] = [...(byPractitioner.get(null) ?? [])];
    for (const [memberId, documents] of byPractitioner) {
      if (memberId === null) continue;
      const seen = await this.seenBy(orgId, memberId, documents);
      const theirs = documents.filter(({ id }) => seen.has(id));
      const told = await this.told(orgId, theirs, (compose) => this.identity.tellMember(orgId, memberId, compose));
      untold.push(...documents.filter((document) => !told || !seen.has(document.id)));
    }
    await this.told(orgId, untold, async (compose) => {
      await this.identity.tellWhoRuns(orgId, compose);
      return true;
    });
  }

  /** What somebody is to be reminded of today, on the practice's calendar. */
  private async due(orgId: string): Promise<DueDocument[]> {
    const due: DueDocument[] = [];
    let after: string | null = NO_ID;
    while (after !== null) {
      const from: string = after;
      after = await this.as(orgId, null, async (tx) => {
        const [keyring, [practice]] = await Promise.all([
          tx.keyring(),
          tx.query<{ zone: string }>({ name: 'practice-zone', text: 'select time_zone as zone from app.organisation' }),
        ]);
        const today = this.clock.now().toLocaleDateString('en-CA', { timeZone: practice!.zone });
        const { documents, next } = await datedDocuments(tx, keyring, from, PAGE);
        tx.audit({ action: 'check', subject: { kind: 'document', id: null }, fields: ['expiresOn'], detail: { dated: documents.length } });
        for (const { id, practitionerId, expiresOn, reminded } of documents) {
          const step = reminderStep(Math.round((Date.parse(expiresOn) - Date.parse(today)) / DAY_MS), EXPIRY_STEPS);
          if (step !== undefined && (reminded?.expiresOn !== expiresOn || step < reminded.step))
            due.push({ id, practitionerId, expiresOn, step });
        }
        return next;
      });
    }
    return due;
  }

  /** Which of them a member sees now; none for somebody who has left. */
  private async seenBy(orgId: string, memberId: string, documents: readonly DueDocument[]): Promise<ReadonlySet<string>> {
    try {
      return await this.as(orgId, memberId, async (tx) => {
        const values = [documents.map(({ id }) => id)];
        const rows = await tx.query<{ id: string }>({ text: 'select id from app.document where id = any($1::uuid[])', values });
        return new Set(rows.map(({ id }) => id));
      });
    } catch (error) {
      if (error instanceof NoLiveGrant) return new Set();
      throw error;
    }
  }

  /** One message for each step, then a note of it, on record; whether it was told. */
  private async told(
    orgId: string,
    documents: readonly DueDocument[],
    tell: (compose: (to: string) => Mail) => Promise<boolean>,
  ): Promise<boolean> {
    for (const [step, ofStep] of groupedBy(documents, (document) => document.step)) {
      if (!(await tell((to) => documentsExpireMail(to, ofStep.length, step, this.page)))) return false;
      await this.as(orgId, null, async (tx) => {
        const keyring = await tx.keyring();
        for (const document of ofStep) await noteReminded(tx, keyring, document);
        const recordIds = ofStep.map(({ id }) => id);
        tx.audit({ action: 'remind', subject: { kind: 'document', id: null }, fields: ['expiresOn'], recordIds, detail: { step } });
      });
    }
    return true;
  }

  /** Work in a transaction of the practice's own, or of a member's. */
  private async as<Result>(orgId: string, memberId: string | null, work: (tx: TenantTransaction) => Promise<Result>): Promise<Result> {
    return this.grants.with({ orgId, memberId, modules: REACH }, (token) => this.database.run(token, work));
  }
}

function groupedBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
