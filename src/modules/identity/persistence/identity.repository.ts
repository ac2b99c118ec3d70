import { createHash } from 'node:crypto';
import type { OrganisationKeys } from '../../../common/crypto/organisation-keys.js';
import { PLATFORM_ORG } from '../../../common/crypto/organisation-keys.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { PlainDatabase, PlainTransaction } from '../../../common/database/plain-database.js';
import { newId } from '../../../common/ids.js';
import type { Mail } from '../../../common/mail/mail.js';
import { registryCountries } from '../../../common/geo/registry-country.js';
import { MAIL_QUEUED } from '../domain/identity.events.js';
import { methodOf } from '../domain/sign-in-outcome.js';
import { normaliseAddress, type SignInRequest } from '../domain/sign-in-request.js';
import { ACCOUNT_AT, ADDRESS_INDEX, MAIL_AT, SIGN_IN_AT } from './sealed-rows.js';

interface RequestRow {
  id: string;
  email_index: Buffer;
  known_device: boolean;
  account_id: string | null;
  expires_at: Date;
  spent_at: Date | null;
  killed_at: Date | null;
  code_attempts: number;
}

/** A message in the queue, or its like for an address that nobody has: sealed alike, never sent. */
export type QueuedMail = { kind: 'send'; mail: Mail } | { kind: 'discard'; padding: string };

/** Accounts, sign-in requests, queued mail and the sign-in log, through the identity login. */
export class IdentityRepository {
  constructor(
    readonly database: PlainDatabase,
    private readonly keys: OrganisationKeys,
  ) {}

  /** The platform's key handle. The key was made when the process started. */
  async keyring(): Promise<OrgKeyring> {
    return this.keys.load(PLATFORM_ORG);
  }

  /** Blind index of an address. */
  async addressIndex(address: string): Promise<Buffer> {
    return (await this.keyring()).blindIndex(ADDRESS_INDEX, normaliseAddress(address));
  }

  /** Id of the account with an address that leads somewhere, to a membership or an invitation, and is neither disabled nor locked; or null. */
  async findAccount(addressIndex: Buffer): Promise<string | null> {
    const [row] = await this.database.query<{ id: string }>({
      name: 'account-by-address',
      text: `select a.id from identity.account a where a.email_index = $1 and a.disabled_at is null and a.locked_at is null
              and wall.welcomes(a.id)`,
      values: [addressIndex],
    });
    return row?.id ?? null;
  }

  /** Id of the enabled account with an address, wherever it leads; or null. */
  async findEnabled(addressIndex: Buffer): Promise<string | null> {
    const [row] = await this.database.query<{ id: string }>({
      text: 'select id from identity.account where email_index = $1 and disabled_at is null',
      values: [addressIndex],
    });
    return row?.id ?? null;
  }

  /** The address that an account signs in with. */
  async addressOf(accountId: string, tx: PlainTransaction = this.database): Promise<string> {
    const [row] = await tx.query<{ sealed: Buffer }>({
      text: 'select sealed from identity.account where id = $1',
      values: [accountId],
    });
    return (await this.keyring()).openJson<{ address: string }>({ ...ACCOUNT_AT, rowId: accountId }, row!.sealed).address;
  }

  /** The account with this address, made if there is none. The very first one is made where no application runs, with the key. */
  async ensureAccount(address: string): Promise<string> {
    const keyring = await this.keys.create(PLATFORM_ORG);
    const index = await this.addressIndex(address);
    const id = newId();
    await this.database.execute({
      text: 'insert into identity.account (id, email_index, sealed) values ($1, $2, $3) on conflict (email_index) do nothing',
      values: [id, index, keyring.sealJson({ ...ACCOUNT_AT, rowId: id }, { address: normaliseAddress(address) })],
    });
    const [row] = await this.database.query<{ id: string }>({
      text: 'select id from identity.account where email_index = $1',
      values: [index],
    });
    return row!.id;
  }

  /** Drops requests whose links died before an instant. */
  async dropRequestsBefore(instant: Date): Promise<void> {
    await this.database.execute({ text: 'delete from identity.sign_in_request where expires_at < $1', values: [instant] });
  }

  /** Drops lines of the security logs from before an instant: each holds a network address. */
  async dropSignInsBefore(instant: Date): Promise<void> {
    await this.database.execute({ text: 'delete from identity.sign_in_event where at < $1', values: [instant] });
  }

  /**
   * Stores a request, kills older ones and queues its message, all or nothing. A browser that signed in before replaces
   * every older request of the address; any other replaces its own, so that nobody else's fresh link dies by it.
   */
  async openRequest(request: {
    accountId: string | null;
    addressIndex: Buffer;
    browser: Buffer;
    /** Secret of the request that this browser asked for before. */
    previous: Buffer | undefined;
    knownDevice: boolean;
    link: Buffer;
    now: Date;
    expiresAt: Date;
    mail: QueuedMail;
  }): Promise<void> {
    const keyring = await this.keyring();
    await this.database.transaction(async (tx) => {
      await tx.execute({
        text: `update identity.sign_in_request set killed_at = $2
                where email_index = $1 and spent_at is null and killed_at is null and ($3 or browser_hash = $4)`,
        values: [request.addressIndex, request.now, request.knownDevice, request.previous ? sha256(request.previous) : null],
      });
      await tx.execute({
        text: `insert into identity.sign_in_request (id, account_id, email_index, browser_hash, link_hash, created_at, expires_at, known_device)
               values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        values: [
          newId(),
          request.accountId,
          request.addressIndex,
          sha256(request.browser),
          sha256(request.link),
          request.now,
          request.expiresAt,
          request.knownDevice,
        ],
      });
      await this.putMail(tx, keyring, request.mail);
    });
  }

  /** Queues a message: it is sealed until it is sent. */
  async queueMail(mail: Mail, within?: PlainTransaction): Promise<void> {
    const keyring = await this.keyring();
    if (within) await this.putMail(within, keyring, { kind: 'send', mail });
    else await this.database.transaction(async (tx) => this.putMail(tx, keyring, { kind: 'send', mail }));
  }

  private async putMail(tx: PlainTransaction, keyring: OrgKeyring, mail: QueuedMail): Promise<void> {
    const mailId = newId();
    await tx.execute({
      text: 'insert into identity.mail (id, sealed) values ($1, $2)',
      values: [mailId, keyring.sealJson({ ...MAIL_AT, rowId: mailId }, mail)],
    });
    await tx.execute({
      text: 'insert into events.outbox (id, org_id, type, payload) values ($1, null, $2, $3)',
      values: [newId(), MAIL_QUEUED, JSON.stringify({ mailId })],
    });
  }

  /** The request behind a link and whether this browser asked for it. */
  async requestByLink(link: Buffer, browser: Buffer | undefined): Promise<{ request: SignInRequest; asked: boolean } | undefined> {
    const [row] = await this.database.query<RequestRow & { browser_hash: Buffer }>({
      text: 'select id, account_id, email_index, known_device, expires_at, spent_at, killed_at, code_attempts, browser_hash from identity.sign_in_request where link_hash = $1',
      values: [sha256(link)],
    });
    if (!row) return undefined;
    return { request: toRequest(row), asked: browser !== undefined && sha256(browser).equals(row.browser_hash) };
  }

  /** The newest request that a browser asked for. */
  async requestByBrowser(browser: Buffer): Promise<(SignInRequest & { codeHash: Buffer | null }) | undefined> {
    const [row] = await this.database.query<RequestRow & { code_hash: Buffer | null }>({
      text: `select id, account_id, email_index, known_device, expires_at, spent_at, killed_at, code_attempts, code_hash from identity.sign_in_request
              where browser_hash = $1 order by created_at desc limit 1`,
      values: [sha256(browser)],
    });
    return row && { ...toRequest(row), codeHash: row.code_hash };
  }

  async setCode(requestId: string, codeHash: Buffer): Promise<void> {
    await this.database.execute({
      text: 'update identity.sign_in_request set code_hash = $2 where id = $1',
      values: [requestId, codeHash],
    });
  }

  /** Counts an attempt before it is judged, so that fifty at once are fifty. Returns the count, or undefined when the request is closed. */
  async countAttempt(requestId: string, limit: number, now: Date): Promise<number | undefined> {
    const [row] = await this.database.query<{ code_attempts: number }>({
      text: `update identity.sign_in_request set code_attempts = code_attempts + 1
              where id = $1 and code_attempts < $2 and spent_at is null and killed_at is null and expires_at > $3 returning code_attempts`,
      values: [requestId, limit, now],
    });
    return row?.code_attempts;
  }

  /** Spends a request: true for exactly one of any number of simultaneous callers. */
  async spend(tx: PlainTransaction, requestId: string, now: Date): Promise<boolean> {
    const spent = await tx.execute({
      text: 'update identity.sign_in_request set spent_at = $2 where id = $1 and spent_at is null and killed_at is null and expires_at > $2',
      values: [requestId, now],
    });
    return spent === 1;
  }

  /** Writes a line of the account's own security log, with the practice that it led to where that is known. For nobody's account the same is done and nothing kept. */
  async logSignIn(
    accountId: string | null,
    outcome: string,
    { ip, userAgent }: Origin,
    now: Date,
    tx: PlainTransaction = this.database,
    orgId: string | null = null,
  ): Promise<void> {
    const id = newId();
    const country = await registryCountries.find(ip);
    const sealed = (await this.keyring()).sealJson({ ...SIGN_IN_AT, rowId: id }, { ip, userAgent, country });
    await tx.execute({
      text: `insert into identity.sign_in_event (id, account_id, at, outcome, sealed, method, org_id)
             select $1::uuid, $2::uuid, $3::timestamptz, $4::text, $5::bytea, $6::text, $7::uuid where $2::uuid is not null`,
      values: [id, accountId, now, outcome, sealed, methodOf(outcome), orgId],
    });
  }
}

function toRequest(row: RequestRow): SignInRequest {
  return {
    id: row.id,
    accountId: row.account_id,
    addressIndex: row.email_index,
    knownDevice: row.known_device,
    expiresAt: row.expires_at,
    spentAt: row.spent_at,
    killedAt: row.killed_at,
    codeAttempts: row.code_attempts,
  };
}

function sha256(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest();
}
