import { createHash } from 'node:crypto';
import type { PlainDatabase, PlainTransaction } from '../../../common/database/plain-database.js';
import { newId } from '../../../common/ids.js';
import { STEP_ATTEMPTS, STEP_LIFE_MS } from '../domain/factor.js';
import type { Provenance } from './session.repository.js';

/** What a step is for: to prove a factor, to add the first one, to sign in by passkey alone, or something in a session. */
export type StepKind = 'confirm' | 'enrol' | 'passkey' | 'session';

/** A step. */
export interface SignInStep {
  id: string;
  kind: StepKind;
  /** Null only for a sign-in by passkey, whose account the passkey tells. */
  accountId: string | null;
  /** The connection that led here; null for the mailbox. */
  by: Provenance | null;
  expiresAt: Date;
  /** Neither spent, nor too old, nor too often wrong. */
  open: boolean;
}

interface StepRow {
  id: string;
  kind: StepKind;
  account_id: string | null;
  via: string | null;
  via_subject: Buffer | null;
  via_sid: Buffer | null;
  expires_at: Date;
  open: boolean;
}

const ALIVE = 'spent_at is null and expires_at > clock_timestamp()';
// Five attempts, as STEP_ATTEMPTS says: written out, because a statement is never put together from values.
const OPEN = 'spent_at is null and expires_at > clock_timestamp() and attempts < 5';
const COLUMNS =
  'id, kind, account_id, via, via_subject, via_sid, expires_at, (spent_at is null and expires_at > clock_timestamp() and attempts < 5) as open';

/** Steps between a spent link and a session, and the challenges of passkeys, through the identity login. */
export class StepRepository {
  constructor(private readonly database: PlainDatabase) {}

  /** Begins a step for whoever holds a secret; older ones of the account end. */
  async begin(
    tx: PlainTransaction,
    step: { secret: Buffer; kind: StepKind; accountId: string | null; by?: Provenance | null },
  ): Promise<Date> {
    if (step.accountId !== null) {
      await tx.execute({
        text: `update identity.sign_in_step set spent_at = clock_timestamp() where account_id = $1 and kind <> 'session' and spent_at is null`,
        values: [step.accountId],
      });
    }
    const [row] = await tx.query<{ expires_at: Date }>({
      text: `insert into identity.sign_in_step (id, token_hash, account_id, kind, expires_at, via, via_subject, via_sid)
             values ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5), $6, $7, $8) returning expires_at`,
      values: [
        newId(),
        sha256(step.secret),
        step.accountId,
        step.kind,
        STEP_LIFE_MS / 1000,
        step.by?.connectionId ?? null,
        step.by?.subjectIndex ?? null,
        step.by?.sidIndex ?? null,
      ],
    });
    return row!.expires_at;
  }

  /** A new step of a session, in place of the one before. */
  async ofSession(sessionId: string, accountId: string): Promise<SignInStep> {
    await this.database.execute({ text: `delete from identity.sign_in_step where session_id = $1`, values: [sessionId] });
    const [row] = await this.database.query<StepRow>({
      text: `insert into identity.sign_in_step (id, session_id, account_id, kind, expires_at)
             values ($1, $2, $3, 'session', clock_timestamp() + make_interval(secs => $4)) returning ${COLUMNS}`,
      values: [newId(), sessionId, accountId, STEP_LIFE_MS / 1000],
    });
    return toStep(row!);
  }

  /** The open step of a session. */
  async openOfSession(sessionId: string): Promise<SignInStep | undefined> {
    const [row] = await this.database.query<StepRow>({
      text: `select ${COLUMNS} from identity.sign_in_step where session_id = $1 and ${OPEN}`,
      values: [sessionId],
    });
    return row && toStep(row);
  }

  /** The step of whoever holds a secret, open or over. */
  async find(secret: Buffer): Promise<SignInStep | undefined> {
    const [row] = await this.database.query<StepRow>({
      text: `select ${COLUMNS} from identity.sign_in_step where token_hash = $1`,
      values: [sha256(secret)],
    });
    return row && toStep(row);
  }

  /** Counts an attempt before it is judged. Returns how many are left after it; undefined when the step is over. */
  async countAttempt(stepId: string): Promise<number | undefined> {
    const [row] = await this.database.query<{ attempts: number }>({
      text: `update identity.sign_in_step set attempts = attempts + 1 where id = $1 and ${OPEN} returning attempts`,
      values: [stepId],
    });
    return row && STEP_ATTEMPTS - row.attempts;
  }

  /** Notes the challenge that the next passkey must answer (base64url), in place of an older one. */
  async challenge(stepId: string, challenge: string): Promise<void> {
    await this.database.execute({
      text: 'update identity.sign_in_step set challenge_hash = $2 where id = $1',
      values: [stepId, sha256(Buffer.from(challenge))],
    });
  }

  /** Takes a challenge: true once, and only for the one that was given last. */
  async takeChallenge(stepId: string, challenge: string): Promise<boolean> {
    const taken = await this.database.execute({
      text: `update identity.sign_in_step set challenge_hash = null where id = $1 and challenge_hash = $2 and ${ALIVE}`,
      values: [stepId, sha256(Buffer.from(challenge))],
    });
    return taken === 1;
  }

  /** Spends a step: true for exactly one of any number of simultaneous callers. The last attempt may still be the right one. */
  async spend(tx: PlainTransaction, stepId: string): Promise<boolean> {
    const spent = await tx.execute({
      text: `update identity.sign_in_step set spent_at = clock_timestamp() where id = $1 and ${ALIVE}`,
      values: [stepId],
    });
    return spent === 1;
  }

  /** Drops steps that ended before an instant. */
  async dropBefore(instant: Date): Promise<void> {
    await this.database.execute({ text: 'delete from identity.sign_in_step where expires_at < $1', values: [instant] });
  }
}

function toStep(row: StepRow): SignInStep {
  const by = row.via !== null && row.via_subject ? { connectionId: row.via, subjectIndex: row.via_subject, sidIndex: row.via_sid } : null;
  return { id: row.id, kind: row.kind, accountId: row.account_id, by, expiresAt: row.expires_at, open: row.open };
}

function sha256(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest();
}
