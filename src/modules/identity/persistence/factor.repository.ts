import { createHash } from 'node:crypto';
import type { PlainDatabase, PlainTransaction } from '../../../common/database/plain-database.js';
import { newId } from '../../../common/ids.js';
import type { FactorKind, FactorPolicy } from '../domain/factor.js';
import type { IdentityRepository } from './identity.repository.js';
import { FACTOR_AT, RECOVERY_INDEX } from './sealed-rows.js';

/** What is sealed of a passkey. Keys and ids are base64url. */
export interface PasskeySecrets {
  label: string;
  credentialId: string;
  publicKey: string;
  transports: string[];
  backedUp: boolean;
}

/** What is sealed of an authenticator app. */
export interface TotpSecrets {
  label: string;
  /** base64url. */
  secret: string;
}

interface FactorRow {
  id: string;
  account_id: string;
  kind: FactorKind;
  sealed: Buffer;
  counter: string;
  created_at: Date;
  last_used_at: Date | null;
}

interface Kept {
  id: string;
  accountId: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** A factor of an account, opened. */
export type Factor = (Kept & PasskeySecrets & { kind: 'passkey'; counter: number }) | (Kept & TotpSecrets & { kind: 'totp' });

const COLUMNS = 'id, account_id, kind, sealed, counter, created_at, last_used_at';

/** Factors and recovery codes of accounts, through the identity login. Everything that says whose or what is sealed. */
export class FactorRepository {
  readonly database: PlainDatabase;

  constructor(private readonly identity: IdentityRepository) {
    this.database = identity.database;
  }

  /** The factors of an account that are in use, oldest first. */
  async ofAccount(accountId: string, tx: PlainTransaction = this.database): Promise<Factor[]> {
    const rows = await tx.query<FactorRow>({
      text: `select ${COLUMNS} from identity.factor where account_id = $1 and confirmed_at is not null order by created_at, id`,
      values: [accountId],
    });
    return Promise.all(rows.map(async (row) => this.open(row)));
  }

  /** Which kinds of factor an account uses, without opening any. */
  async kindsOf(accountId: string, tx: PlainTransaction = this.database): Promise<FactorKind[]> {
    const rows = await tx.query<{ kind: FactorKind }>({
      text: 'select distinct kind from identity.factor where account_id = $1 and confirmed_at is not null order by kind',
      values: [accountId],
    });
    return rows.map(({ kind }) => kind);
  }

  /** The passkey behind a credential id (base64url), of any account. */
  async passkey(credentialId: string): Promise<(Factor & { kind: 'passkey' }) | undefined> {
    const [row] = await this.database.query<FactorRow>({
      text: `select ${COLUMNS} from identity.factor where credential_hash = $1 and confirmed_at is not null`,
      values: [hashOf(credentialId)],
    });
    const factor = row && (await this.open(row));
    return factor?.kind === 'passkey' ? factor : undefined;
  }

  /** Keeps a new passkey. False when it is somebody's already. */
  async addPasskey(tx: PlainTransaction, accountId: string, secrets: PasskeySecrets, counter: number): Promise<boolean> {
    const id = newId();
    const sealed = (await this.identity.keyring()).sealJson({ ...FACTOR_AT, rowId: id }, secrets);
    const added = await tx.execute({
      text: `insert into identity.factor (id, account_id, kind, credential_hash, sealed, counter, confirmed_at)
             values ($1, $2, 'passkey', $3, $4, $5, clock_timestamp()) on conflict do nothing`,
      values: [id, accountId, hashOf(secrets.credentialId), sealed, counter],
    });
    return added === 1;
  }

  /** Keeps an authenticator app that is not confirmed yet, in place of others that never were. */
  async proposeTotp(accountId: string, secrets: TotpSecrets): Promise<string> {
    const id = newId();
    const sealed = (await this.identity.keyring()).sealJson({ ...FACTOR_AT, rowId: id }, secrets);
    await this.database.transaction(async (tx) => {
      await tx.execute({ text: 'delete from identity.factor where account_id = $1 and confirmed_at is null', values: [accountId] });
      await tx.execute({
        text: `insert into identity.factor (id, account_id, kind, sealed) values ($1, $2, 'totp', $3)`,
        values: [id, accountId, sealed],
      });
    });
    return id;
  }

  /** The authenticator app of an account that waits for its first code. */
  async proposedTotp(accountId: string): Promise<(Factor & { kind: 'totp' }) | undefined> {
    const [row] = await this.database.query<FactorRow>({
      text: `select ${COLUMNS} from identity.factor where account_id = $1 and kind = 'totp' and confirmed_at is null`,
      values: [accountId],
    });
    const factor = row && (await this.open(row));
    return factor?.kind === 'totp' ? factor : undefined;
  }

  /** Takes the first code of a proposed app. */
  async confirmTotp(tx: PlainTransaction, factorId: string, step: number): Promise<boolean> {
    const confirmed = await tx.execute({
      text: 'update identity.factor set confirmed_at = clock_timestamp(), last_step = $2 where id = $1 and confirmed_at is null',
      values: [factorId, step],
    });
    return confirmed === 1;
  }

  /** Uses a time step of an app: true for exactly one of any number of simultaneous callers (RFC 6238, 5.2). */
  async useStep(tx: PlainTransaction, factorId: string, step: number): Promise<boolean> {
    const used = await tx.execute({
      text: `update identity.factor set last_step = $2, last_used_at = clock_timestamp() where id = $1 and last_step < $2 and confirmed_at is not null`,
      values: [factorId, step],
    });
    return used === 1;
  }

  /** Notes a use of a passkey. False when its counter did not grow: somebody holds a copy (WebAuthn 6.1.1). */
  async usePasskey(tx: PlainTransaction, factorId: string, counter: number): Promise<boolean> {
    const used = await tx.execute({
      text: `update identity.factor set counter = $2, last_used_at = clock_timestamp() where id = $1 and (counter < $2 or (counter = 0 and $2 = 0))`,
      values: [factorId, counter],
    });
    return used === 1;
  }

  /** Uses a recovery code of an account, once. */
  async useRecoveryCode(tx: PlainTransaction, accountId: string, code: string): Promise<boolean> {
    const used = await tx.execute({
      text: 'update identity.recovery_code set used_at = clock_timestamp() where account_id = $1 and code_hash = $2 and used_at is null',
      values: [accountId, await this.codeHash(accountId, code)],
    });
    return used === 1;
  }

  /** Puts a new set of recovery codes in place of all older ones. */
  async replaceRecoveryCodes(tx: PlainTransaction, accountId: string, codes: readonly string[]): Promise<void> {
    const hashes = await Promise.all(codes.map(async (code) => this.codeHash(accountId, code.replaceAll('-', ''))));
    await tx.execute({ text: 'delete from identity.recovery_code where account_id = $1', values: [accountId] });
    await tx.execute({
      text: `insert into identity.recovery_code (id, account_id, code_hash) select i, $1, h from unnest($2::uuid[], $3::bytea[]) as u (i, h)`,
      values: [accountId, codes.map(() => newId()), hashes],
    });
  }

  /** How many recovery codes are unused. */
  async recoveryCodesLeft(accountId: string): Promise<number> {
    const [row] = await this.database.query<{ left: number }>({
      text: 'select count(*)::int as left from identity.recovery_code where account_id = $1 and used_at is null',
      values: [accountId],
    });
    return row!.left;
  }

  /** Takes a factor of an account away. */
  async remove(tx: PlainTransaction, accountId: string, factorId: string): Promise<boolean> {
    const removed = await tx.execute({
      text: 'delete from identity.factor where id = $1 and account_id = $2',
      values: [factorId, accountId],
    });
    return removed === 1;
  }

  /** Whether the account is an active member of any other practice than this. */
  async isElsewhere(accountId: string, orgId: string, tx: PlainTransaction = this.database): Promise<boolean> {
    const rows = await tx.query({
      text: 'select 1 from wall.member_access where account_id = $1 and org_id <> $2 and active limit 1',
      values: [accountId, orgId],
    });
    return rows.length > 0;
  }

  /** Asks for a reset; one that was asked for before stays as it is. Returns when it is due. */
  async askReset(tx: PlainTransaction, accountId: string, orgId: string, askedBy: string, delayMs: number): Promise<Date> {
    for (;;) {
      const [asked] = await tx.query<{ due_at: Date }>({
        text: `insert into identity.factor_reset (account_id, org_id, asked_by, due_at)
               values ($1, $2, $3, clock_timestamp() + make_interval(secs => $4)) on conflict do nothing returning due_at`,
        values: [accountId, orgId, askedBy, delayMs / 1000],
      });
      // One that was there may be called off before it is read: then this one is the first again.
      const due = asked?.due_at ?? (await this.resetDue(accountId, tx));
      if (due) return due;
    }
  }

  /** When a reset is due; null when none was asked for. */
  async resetDue(accountId: string, tx: PlainTransaction = this.database): Promise<Date | null> {
    const [row] = await tx.query<{ due_at: Date }>({
      text: 'select due_at from identity.factor_reset where account_id = $1',
      values: [accountId],
    });
    return row?.due_at ?? null;
  }

  /** The practice that asked for a reset; null when none was asked for. */
  async resetAskedBy(accountId: string): Promise<string | null> {
    const [row] = await this.database.query<{ org_id: string }>({
      text: 'select org_id from identity.factor_reset where account_id = $1',
      values: [accountId],
    });
    return row?.org_id ?? null;
  }

  /** Calls a reset off. True when there was one. */
  async dropReset(accountId: string, tx: PlainTransaction = this.database): Promise<boolean> {
    return (await tx.execute({ text: 'delete from identity.factor_reset where account_id = $1', values: [accountId] })) === 1;
  }

  /** Carries out a reset that is due: every factor and recovery code goes. False when none is. */
  async carryOutReset(tx: PlainTransaction, accountId: string): Promise<boolean> {
    const due = await tx.execute({
      text: 'delete from identity.factor_reset where account_id = $1 and due_at <= clock_timestamp()',
      values: [accountId],
    });
    if (due === 0) return false;
    await tx.execute({ text: 'delete from identity.factor where account_id = $1', values: [accountId] });
    await tx.execute({ text: 'delete from identity.recovery_code where account_id = $1', values: [accountId] });
    return true;
  }

  /** Locks an account while its factors change, so that two removals cannot each leave the other's. */
  async lock(tx: PlainTransaction, accountId: string): Promise<void> {
    await tx.query({ text: 'select id from identity.account where id = $1 for update', values: [accountId] });
  }

  /** The strictest policy among the practices that an account is a member of. */
  async policyOf(accountId: string, tx: PlainTransaction = this.database): Promise<FactorPolicy> {
    const [row] = await tx.query<{ factors: FactorPolicy }>({
      text: `select p.factors from wall.member_access m join wall.organisation_policy p on p.org_id = m.org_id
              where m.account_id = $1 and m.active order by array_position(array['passkey', 'required', 'optional'], p.factors) limit 1`,
      values: [accountId],
    });
    return row?.factors ?? 'required';
  }

  /** Whether an account is named for break-glass, in any practice. */
  async keepsGlass(accountId: string, tx: PlainTransaction): Promise<boolean> {
    const [row] = await tx.query<{ keeps: boolean }>({ text: 'select wall.keeps_glass($1) as keeps', values: [accountId] });
    return row?.keeps === true;
  }

  /** The address that an account signs in with. */
  async addressOf(accountId: string): Promise<string> {
    return this.identity.addressOf(accountId);
  }

  /** The practice that signing in leads to; null when there is none. */
  async practiceOf(accountId: string): Promise<string | null> {
    const [row] = await this.database.query<{ org_id: string }>({
      text: 'select org_id from wall.member_access where account_id = $1 and active order by member_id limit 1',
      values: [accountId],
    });
    return row?.org_id ?? null;
  }

  private async open(row: FactorRow): Promise<Factor> {
    const at = { ...FACTOR_AT, rowId: row.id };
    const kept: Kept = { id: row.id, accountId: row.account_id, createdAt: row.created_at, lastUsedAt: row.last_used_at };
    const keyring = await this.identity.keyring();
    if (row.kind === 'totp') return { ...kept, kind: 'totp', ...keyring.openJson<TotpSecrets>(at, row.sealed) };
    return { ...kept, kind: 'passkey', counter: Number(row.counter), ...keyring.openJson<PasskeySecrets>(at, row.sealed) };
  }

  private async codeHash(accountId: string, code: string): Promise<Buffer> {
    return (await this.identity.keyring()).blindIndex(RECOVERY_INDEX, `${accountId}:${code}`);
  }
}

function hashOf(credentialId: string): Buffer {
  return createHash('sha256').update(Buffer.from(credentialId, 'base64url')).digest();
}
