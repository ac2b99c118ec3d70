import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import { SealedCodec } from '../../../common/crypto/sealed-codec.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import type { Connection, ConnectionKind, OidcSettings, SamlSettings, TestResult, Trust } from '../domain/connection.js';
import { ConnectionChanged } from '../domain/single-sign-on.errors.js';
import { ConnectionSealed } from './connection.sealed.js';

interface ConnectionRow {
  id: string;
  kind: ConnectionKind;
  name: string;
  state: Connection['state'];
  trust: Trust;
  jit: boolean;
  default_template_id: string | null;
  idp_initiated: boolean;
  enforced_from: Date | null;
  confirmed_by: string | null;
  tested_at: Date | null;
  certificates_until: Date | null;
  refreshed_at: Date | null;
  refresh_failed_at: Date | null;
  reminded_at: Date | null;
  version: number;
  sealed: Buffer;
  test: Buffer | null;
}

/** What an administrator chooses of a connection. */
export interface ConnectionValues {
  name: string;
  trust: Trust;
  jit: boolean;
  defaultTemplateId: string | null;
  idpInitiated: boolean;
  certificatesUntil: Date | null;
  oidc: OidcSettings | null;
  saml: SamlSettings | null;
}

const COLUMNS = `id, kind, name, state, trust, jit, default_template_id, idp_initiated, enforced_from, confirmed_by, tested_at,
  certificates_until, refreshed_at, refresh_failed_at, reminded_at, version, sealed, test`;
const codec = new SealedCodec();

/** Connections of the practice of whoever acts, behind the wall. */
export class ConnectionRepository {
  /** Every connection of the practice, oldest first. */
  async list(tx: TenantTransaction, keyring: OrgKeyring): Promise<Connection[]> {
    const rows = await tx.query<ConnectionRow>({ text: `select ${COLUMNS} from app.sso_connection order by created_at, id` });
    return rows.map((row) => toConnection(keyring, row));
  }

  /** One connection. @throws NotFound */
  async get(tx: TenantTransaction, keyring: OrgKeyring, id: string): Promise<Connection> {
    const [row] = await tx.query<ConnectionRow>({ text: `select ${COLUMNS} from app.sso_connection where id = $1`, values: [id] });
    if (!row) throw new NotFound();
    return toConnection(keyring, row);
  }

  /** A connection to change, held until the end of the transaction. @throws NotFound */
  async lock(tx: TenantTransaction, keyring: OrgKeyring, id: string): Promise<Connection> {
    const [row] = await tx.query<ConnectionRow>({
      text: `select ${COLUMNS} from app.sso_connection where id = $1 for update`,
      values: [id],
    });
    if (!row) throw new NotFound();
    return toConnection(keyring, row);
  }

  /** How many connections the practice has. Two that are made at once take turns. */
  async count(tx: TenantTransaction): Promise<number> {
    const { orgId } = await tx.principal();
    await tx.query({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 19))', values: [`connections ${orgId}`] });
    const [row] = await tx.query<{ held: number }>({ text: 'select count(*)::int as held from app.sso_connection' });
    return row!.held;
  }

  async add(tx: TenantTransaction, keyring: OrgKeyring, id: string, kind: ConnectionKind, values: ConnectionValues): Promise<void> {
    const { orgId, actorId } = await tx.principal();
    await tx.execute({
      text: `insert into app.sso_connection (org_id, id, kind, name, trust, jit, default_template_id, idp_initiated, certificates_until, created_by, sealed)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      values: [
        orgId,
        id,
        kind,
        values.name,
        values.trust,
        values.jit,
        values.defaultTemplateId,
        values.idpInitiated,
        values.certificatesUntil,
        actorId,
        seal(keyring, id, values),
      ],
    });
  }

  /** Stores what an administrator chose. A tested connection is a draft again when what leads to its provider changed. @throws ConnectionChanged */
  async store(tx: TenantTransaction, keyring: OrgKeyring, before: Connection, values: ConnectionValues, again: boolean): Promise<void> {
    await this.counted(tx, {
      text: `update app.sso_connection set name = $3, trust = $4, jit = $5, default_template_id = $6, idp_initiated = $7, certificates_until = $8,
                    sealed = coalesce($9, sealed), state = case when $10 then 'draft' else state end,
                    tested_at = case when $10 then null else tested_at end, version = version + 1
              where id = $1 and version = $2`,
      values: [
        before.id,
        before.version,
        values.name,
        values.trust,
        values.jit,
        values.defaultTemplateId,
        values.idpInitiated,
        values.certificatesUntil,
        // Left as it is when nothing of it changed: new bytes of the same values would read as a change.
        unchanged(before, values) ? null : seal(keyring, before.id, values),
        again,
      ],
    });
  }

  /** Turns on, or back to tested. Whichever was on before is off. @throws ConnectionChanged, WrongStage, NoVerifiedDomain, AboveOwnAccess */
  async turn(tx: TenantTransaction, { id, version }: Connection, state: 'tested' | 'on'): Promise<void> {
    if (state === 'on') {
      await tx.execute({
        text: `update app.sso_connection set state = 'tested', version = version + 1 where state = 'on' and id <> $1 and enforced_from is null`,
        values: [id],
      });
    }
    await this.counted(tx, {
      text: 'update app.sso_connection set state = $3, version = version + 1 where id = $1 and version = $2',
      values: [id, version, state],
    });
  }

  /** Keeps what a test came to; without a problem a draft is tested. */
  async keepTest(tx: TenantTransaction, keyring: OrgKeyring, id: string, result: TestResult): Promise<void> {
    const { test } = codec.seal(keyring, ConnectionSealed, id, { result });
    await this.counted(tx, {
      text: `update app.sso_connection set test = $2, tested_at = case when $3 then $4 else tested_at end,
                    state = case when $3 and state = 'draft' then 'tested' else state end, version = version + 1 where id = $1`,
      values: [id, test, result.problem === null, result.at],
    });
  }

  /** Notes that the provider's metadata was read again, or since when it cannot be. Whoever edits the connection meanwhile is not disturbed. */
  async noteRefresh(tx: TenantTransaction, id: string, read: boolean): Promise<void> {
    await tx.execute({
      text: `update app.sso_connection set refreshed_at = case when $2 then clock_timestamp() else refreshed_at end,
                    refresh_failed_at = case when not $2 then coalesce(refresh_failed_at, clock_timestamp()) end where id = $1`,
      values: [id, read],
    });
  }

  /** Notes a reminder. False when another process reminded since `last`, which is kept to the millisecond. */
  async noteReminded(tx: TenantTransaction, id: string, last: Date | null): Promise<boolean> {
    const noted = await tx.execute({
      text: `update app.sso_connection set reminded_at = clock_timestamp()
              where id = $1 and date_trunc('milliseconds', reminded_at) is not distinct from $2::timestamptz`,
      values: [id, last],
    });
    return noted === 1;
  }

  async remove(tx: TenantTransaction, { id, version }: Connection): Promise<void> {
    await this.counted(tx, { text: 'delete from app.sso_connection where id = $1 and version = $2', values: [id, version] });
  }

  private async counted(tx: TenantTransaction, statement: { text: string; values: unknown[] }): Promise<void> {
    if ((await tx.execute(statement)) !== 1) throw new ConnectionChanged();
  }
}

function unchanged(before: Connection, { oidc, saml }: ConnectionValues): boolean {
  return JSON.stringify([before.oidc, before.saml]) === JSON.stringify([oidc, saml]);
}

function seal(keyring: OrgKeyring, id: string, { oidc, saml }: ConnectionValues): Buffer {
  return codec.seal(keyring, ConnectionSealed, id, { oidc, saml })['sealed']!;
}

function toConnection(keyring: OrgKeyring, row: ConnectionRow): Connection {
  const { sealed, test } = row;
  const opened = codec.openSome(keyring, ConnectionSealed, row.id, test ? { sealed, test } : { sealed });
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    state: row.state,
    trust: row.trust,
    jit: row.jit,
    defaultTemplateId: row.default_template_id,
    idpInitiated: row.idp_initiated,
    enforcedFrom: row.enforced_from,
    confirmedBy: row.confirmed_by,
    testedAt: row.tested_at,
    certificatesUntil: row.certificates_until,
    refreshedAt: row.refreshed_at,
    refreshFailedAt: row.refresh_failed_at,
    remindedAt: row.reminded_at,
    version: row.version,
    oidc: opened.oidc ?? null,
    saml: opened.saml ?? null,
    test: opened.result ?? null,
  };
}
