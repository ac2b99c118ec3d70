import type { Role } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { PROFILE_AT, type MemberProfile } from '../persistence/member-profile.js';

/** A colleague as every member may see them. */
export interface MemberLine {
  id: string;
  displayName: string;
  title: string;
  role: Role;
  active: boolean;
}

/** The members of the caller's organisation, by name. */
export async function listMembers(tx: TenantTransaction): Promise<MemberLine[]> {
  const rows = await tx.query<{ id: string; role: Role; active: boolean; profile: Buffer }>({
    name: 'members',
    text: 'select id, role, active, profile from app.member',
  });
  const keyring = await tx.keyringUnrecorded('colleagues know each other’s names');
  return rows
    .map(({ id, role, active, profile }) => {
      const { displayName, title } = keyring.openJson<MemberProfile>({ ...PROFILE_AT, rowId: id }, profile);
      return { id, displayName, title, role, active };
    })
    .sort((a, b) => a.displayName.localeCompare(b.displayName, 'en-AU'));
}

/** A team as every member may see it. */
export interface TeamLine {
  id: string;
  name: string;
}

/** The teams of the caller's organisation, by name. */
export async function listTeams(tx: TenantTransaction): Promise<TeamLine[]> {
  return tx.query<TeamLine>({ name: 'teams', text: 'select id, name from app.team order by name' });
}
