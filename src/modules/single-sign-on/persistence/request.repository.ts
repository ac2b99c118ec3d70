import { createHash } from 'node:crypto';
import type { OrganisationKeys } from '../../../common/crypto/organisation-keys.js';
import { PLATFORM_ORG } from '../../../common/crypto/organisation-keys.js';
import type { PlainDatabase } from '../../../common/database/plain-database.js';
import { newId } from '../../../common/ids.js';
import type { Arrival, Reason } from '../domain/connection.js';
import { REQUEST_AT, RESULT_AT } from './sealed-rows.js';

/** How long the way to a provider and back may take, in milliseconds. */
export const REQUEST_LIFE_MS = 10 * 60_000;
/** How long whoever came back has to go on; pages do so at once. */
const RESULT_LIFE_SECONDS = 120;

/** What the way is for: to come in, or to try a connection. */
export type Purpose = 'sign_in' | 'test';

/** What we must remember of what we asked a provider. */
export interface Asked {
  nonce?: string;
  codeVerifier?: string;
  /** SAML: the id of our request. */
  requestId?: string;
}

/** What came of it. */
export type Result = { arrival: Arrival } | { problem: Reason; hint: string | null };

/** A browser's way to a provider and back. */
export interface SignOnRequest {
  id: string;
  connectionId: string;
  purpose: Purpose;
  asked: Asked;
}

interface RequestRow {
  id: string;
  connection_id: string;
  purpose: Purpose;
  sealed: Buffer;
  result: Buffer;
}

/** Ways to providers and back, through the identity login: each comes back once and is spent once. */
export class RequestRepository {
  constructor(
    private readonly database: PlainDatabase,
    private readonly keys: OrganisationKeys,
  ) {}

  async open(connectionId: string, purpose: Purpose, state: Buffer, browser: Buffer, asked: Asked): Promise<Date> {
    const id = newId();
    const sealed = (await this.keys.load(PLATFORM_ORG)).sealJson({ ...REQUEST_AT, rowId: id }, asked);
    const [row] = await this.database.query<{ expires_at: Date }>({
      text: `insert into identity.sso_request (id, connection_id, purpose, state_hash, browser_hash, sealed, expires_at)
             values ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(secs => $7)) returning expires_at`,
      values: [id, connectionId, purpose, sha256(state), sha256(browser), sealed, REQUEST_LIFE_MS / 1000],
    });
    return row!.expires_at;
  }

  /** Takes a return: the request behind its state, once, and only by the connection that it left to. */
  async takeReturn(connectionId: string, state: Buffer): Promise<SignOnRequest | undefined> {
    const [row] = await this.database.query<RequestRow>({
      text: `update identity.sso_request set returned_at = clock_timestamp()
              where state_hash = $1 and connection_id = $2 and returned_at is null and expires_at > clock_timestamp()
              returning id, connection_id, purpose, sealed`,
      values: [sha256(state), connectionId],
    });
    if (!row) return undefined;
    const asked = (await this.keys.load(PLATFORM_ORG)).openJson<Asked>({ ...REQUEST_AT, rowId: row.id }, row.sealed);
    return { id: row.id, connectionId: row.connection_id, purpose: row.purpose, asked };
  }

  /** Keeps what came of it for whoever left, under a one-time code. */
  async keepResult(
    request: SignOnRequest,
    code: Buffer,
    result: Result,
    indexes: { subjectIndex: Buffer | null; sidIndex: Buffer | null },
  ): Promise<void> {
    const sealed = (await this.keys.load(PLATFORM_ORG)).sealJson({ ...RESULT_AT, rowId: request.id }, result);
    await this.database.execute({
      text: `update identity.sso_request set code_hash = $2, result = $3, subject_index = $4, sid_index = $5 where id = $1 and code_hash is null`,
      values: [request.id, sha256(code), sealed, indexes.subjectIndex, indexes.sidIndex],
    });
  }

  /** Spends a one-time code, once, and only in the browser that left. */
  async spend(code: Buffer, browser: Buffer): Promise<{ connectionId: string; purpose: Purpose; result: Result } | undefined> {
    const [row] = await this.database.query<RequestRow>({
      text: `update identity.sso_request set spent_at = clock_timestamp()
              where code_hash = $1 and browser_hash = $2 and spent_at is null and returned_at > clock_timestamp() - make_interval(secs => $3)
              returning id, connection_id, purpose, result`,
      values: [sha256(code), sha256(browser), RESULT_LIFE_SECONDS],
    });
    if (!row) return undefined;
    const result = (await this.keys.load(PLATFORM_ORG)).openJson<Result>({ ...RESULT_AT, rowId: row.id }, row.result);
    return { connectionId: row.connection_id, purpose: row.purpose, result };
  }

  /** Whoever is on the way back for a subject or session that the provider has just ended does not arrive. */
  async cancel(connectionId: string, of: { subjectIndex: Buffer | null; sidIndex: Buffer | null }): Promise<void> {
    await this.database.execute({
      text: `update identity.sso_request set spent_at = clock_timestamp() where connection_id = $1 and spent_at is null and result is not null
              and ($2::bytea is null or subject_index = $2) and ($3::bytea is null or sid_index = $3)`,
      values: [connectionId, of.subjectIndex, of.sidIndex],
    });
  }

  /** Drops ways and tokens that are long over. */
  async tidy(): Promise<void> {
    await this.database.execute({
      text: `delete from identity.sso_request where expires_at < clock_timestamp() - interval '1 day'`,
    });
    await this.database.execute({ text: 'delete from identity.sso_seen where expires_at < clock_timestamp()' });
  }
}

function sha256(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest();
}
