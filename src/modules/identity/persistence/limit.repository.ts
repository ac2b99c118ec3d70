import { LIMITS, type Limited } from '../domain/limits.js';
import { LIMIT_INDEX } from './sealed-rows.js';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import type { IdentityRepository } from './identity.repository.js';

/** What came of an attempt: whether it may go on, and what it put to rest. */
export interface Taken {
  /** What rests, and for how many seconds yet; undefined when the attempt may go on. */
  refused: { by: Limited; seconds: number } | undefined;
  /** The last of what this very attempt put to rest. */
  began: Limited | undefined;
}

interface TakenRow {
  refused: number | null;
  wait: number | null;
  began: number | null;
}

/**
 * Buckets that attempts are counted in, shared by every process through the database; kept under an HMAC, so that no
 * address and no network is written anywhere. One statement counts and decides, so fifty at once are fifty.
 */
export class LimitRepository {
  constructor(private readonly identity: IdentityRepository) {}

  /** Counts an attempt in these buckets in turn. Refused by one, it is counted in none of those after it. */
  async take(limited: readonly Limited[]): Promise<Taken> {
    if (limited.length === 0) return { refused: undefined, began: undefined };
    const [row] = await this.identity.database.query<TakenRow>({
      name: 'limit-take',
      text: 'select refused, wait, began from identity.take($1, $2, $3)',
      values: [await this.keysOf(limited), limited.map(({ kind }) => LIMITS[kind].free), limited.map(({ kind }) => LIMITS[kind].perHour)],
    });
    const { refused, wait, began } = row!;
    return {
      refused: refused === null ? undefined : { by: limited[refused - 1]!, seconds: Math.max(1, wait ?? 1) },
      began: began === null ? undefined : limited[began - 1],
    };
  }

  /** The attempt was right: as if it had not been. */
  async giveBack(limited: readonly Limited[], tx: PlainTransaction = this.identity.database): Promise<void> {
    if (limited.length === 0) return;
    await tx.query({
      name: 'limit-give-back',
      text: 'select identity.give_back($1)',
      values: [await this.keysOf(limited)],
    });
  }

  /** Drops buckets that were not used since an instant. */
  async dropBefore(instant: Date): Promise<void> {
    await this.identity.database.execute({ text: 'delete from identity.limit_bucket where counted_at < $1', values: [instant] });
  }

  private async keysOf(limited: readonly Limited[]): Promise<Buffer[]> {
    const keyring = await this.identity.keyring();
    return limited.map(({ kind, subject }) => keyring.blindIndex(LIMIT_INDEX, `${kind}:${subject}`));
  }
}
