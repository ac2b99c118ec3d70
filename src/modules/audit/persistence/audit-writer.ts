import { randomFillSync } from 'node:crypto';
import type { Clock } from '../../../common/clock/clock.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { AuditEntry, AuditWriter, Origin } from '../../../common/database/audit-entry.js';
import type { Principal } from '../../../common/database/principal.js';
import type { Statement } from '../../../common/database/statement.js';
import { newId } from '../../../common/ids.js';
import { commitmentTo, leafBytes } from '../domain/leaf.js';

const SALT_BYTES = 16;

/** Writes entries as rows of `audit.event`: leaf bytes as they will be hashed, details sealed beside them (DESIGN 7). */
export class SealedAuditWriter implements AuditWriter {
  constructor(private readonly clock: Clock) {}

  statements(principal: Principal, keyring: OrgKeyring, origin: Origin, entries: readonly AuditEntry[]): Statement[] {
    return entries.map((entry) => this.statement(principal, keyring, origin, entry));
  }

  private statement(principal: Principal, keyring: OrgKeyring, origin: Origin, entry: AuditEntry): Statement {
    const id = newId();
    const outcome = entry.outcome ?? 'done';
    const fields = entry.fields ?? [];
    const salt = randomFillSync(Buffer.allocUnsafe(SALT_BYTES));
    const details = Buffer.from(
      JSON.stringify({
        ip: origin.ip,
        userAgent: origin.userAgent,
        detail: entry.detail ?? {},
        records: entry.recordIds ?? [],
      }),
    );
    const leaf = leafBytes({
      org: principal.orgId,
      event: id,
      at: this.clock.now(),
      action: entry.action,
      outcome,
      actor: principal.memberId,
      grant: principal.grantId,
      subjectKind: entry.subject.kind,
      subjectId: entry.subject.id,
      fields,
      request: origin.requestId,
      commitment: commitmentTo(salt, details),
    });
    const sealed = keyring.seal({ table: 'audit.event', column: 'details', rowId: id }, Buffer.concat([salt, details]));
    return {
      name: 'audit',
      text: `insert into audit.event (org_id, id, action, outcome, actor_member_id, subject_kind, subject_id, fields, request_id, leaf_bytes, details)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      values: [
        principal.orgId, id, entry.action, outcome, principal.memberId, entry.subject.kind, entry.subject.id, fields,
        origin.requestId, leaf, sealed,
      ],
    };
  }
}
