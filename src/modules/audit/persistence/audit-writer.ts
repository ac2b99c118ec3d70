import { randomFillSync } from 'node:crypto';
import type { Clock } from '../../../common/clock/clock.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { AuditEntry, AuditWriter, Origin } from '../../../common/database/audit-entry.js';
import type { Principal } from '../../../common/database/principal.js';
import type { Statement } from '../../../common/database/statement.js';
import { newId } from '../../../common/ids.js';
import { commitmentTo, leafBytes } from '../domain/leaf.js';

/** Salt before the details of each entry. */
export const SALT_BYTES = 16;

/** Where details are sealed. */
export const DETAILS_AT = { table: 'audit.event', column: 'details' } as const;

/** Place of the field names among a row's values. */
const FIELDS = 7;
const INTO = `insert into audit.event (org_id, id, action, outcome, actor_member_id, subject_kind, subject_id, fields, request_id, leaf_bytes, details)`;
const ONE = `${INTO} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const MANY = `${INTO}
  select o, i, a, c, m, k, s, array(select jsonb_array_elements_text(f::jsonb)), r, l, d
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::uuid[], $10::bytea[], $11::bytea[])
      as u (o, i, a, c, m, k, s, f, r, l, d)`;

/** Writes entries as rows of `audit.event`: leaf bytes as they will be hashed, details sealed beside them (DESIGN 7). */
export class SealedAuditWriter implements AuditWriter {
  constructor(private readonly clock: Clock) {}

  statements(principal: Principal, keyring: OrgKeyring, origin: Origin, entries: readonly AuditEntry[]): Statement[] {
    const rows = entries.map((entry) => this.row(principal, keyring, origin, entry));
    if (rows.length === 1) return [{ name: 'audit', text: ONE, values: rows[0]! }];
    const columns = rows[0]?.map((_value, column) => rows.map((row) => row[column])) ?? [];
    // Arrays of field names differ in length, which no array of arrays can hold: they travel as JSON.
    columns[FIELDS] = rows.map((row) => JSON.stringify(row[FIELDS]));
    return rows.length === 0 ? [] : [{ name: 'audit-many', text: MANY, values: columns }];
  }

  /** The values of one row, in the order of the statement. */
  private row(principal: Principal, keyring: OrgKeyring, origin: Origin, entry: AuditEntry): unknown[] {
    const id = newId();
    const outcome = entry.outcome ?? 'done';
    const fields = entry.fields ?? [];
    const salt = randomFillSync(Buffer.allocUnsafe(SALT_BYTES));
    const details = Buffer.from(
      JSON.stringify({ ip: origin.ip, userAgent: origin.userAgent, detail: entry.detail ?? {}, records: entry.recordIds ?? [] }),
    );
    const leaf = leafBytes({
      org: principal.orgId,
      event: id,
      at: this.clock.now(),
      action: entry.action,
      outcome,
      actor: principal.actorId,
      grant: principal.grantId,
      subjectKind: entry.subject.kind,
      subjectId: entry.subject.id,
      fields,
      request: origin.requestId,
      commitment: commitmentTo(salt, details),
    });
    const sealed = keyring.seal({ ...DETAILS_AT, rowId: id }, Buffer.concat([salt, details]));
    return [
      principal.orgId,
      id,
      entry.action,
      outcome,
      principal.actorId,
      entry.subject.kind,
      entry.subject.id,
      fields,
      origin.requestId,
      leaf,
      sealed,
    ];
  }
}
