import type { TenantTransaction } from '../common/database/tenant-transaction.js';
import type { FoundedPractice } from '../modules/organisations/index.js';
import type { DemoPractice } from './practice-types.js';

/** Which role members hold whose access follows from their work. */
const BY_TITLE: Record<string, string> = { Finance: 'Finance', 'Client services': 'Client Service' };

/** Gives demo members with such a title their role in place of access by hand, so that roles are seen in use. */
export async function holdRoles(tx: TenantTransaction, practice: DemoPractice, { memberIds }: FoundedPractice): Promise<void> {
  for (const [title, role] of Object.entries(BY_TITLE)) {
    const holders = practice.members.flatMap((member, index) => (member.title === title ? [memberIds[index]!] : []));
    if (holders.length === 0) continue;
    await tx.execute({
      text: `update app.access_grant g set source = 'template', source_id = r.id, source_version = r.version, scope = r.scope,
                    reads = r.reads, creates = r.creates, updates = r.updates, deletes = r.deletes
               from app.role_template r where r.name = $1 and g.member_id = any ($2::uuid[]) and g.source = 'manual'`,
      values: [role, holders],
    });
  }
}
