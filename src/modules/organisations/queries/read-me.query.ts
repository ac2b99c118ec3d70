import type { Principal } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { PROFILE_AT, type MemberProfile } from '../../access-control/index.js';

interface OrganisationLine {
  name: string;
  vertical: string;
  locality: string;
  timeZone: string;
  words: { matter: string; matters: string };
  idleMinutes: number;
}

/** The caller's own profile and organisation. */
export async function readMe(
  tx: TenantTransaction,
): Promise<{ principal: Principal; profile: MemberProfile; organisation: OrganisationLine; keyVersion: number }> {
  const organisation = tx.query<OrganisationLine>({
    text: `select name, vertical, locality, time_zone as "timeZone", words, idle_minutes as "idleMinutes" from app.organisation`,
  });
  const principal = await tx.principal();
  const [member] = await tx.query<{ profile: Buffer }>({
    text: 'select profile from app.member where id = $1',
    values: [principal.memberId],
  });
  const [practice] = await organisation;
  if (!member || !practice || principal.memberId === null) throw new NotFound();
  const keyring = await tx.keyringUnrecorded('one’s own name');
  return {
    principal,
    profile: keyring.openJson<MemberProfile>({ ...PROFILE_AT, rowId: principal.memberId }, member.profile),
    organisation: practice,
    keyVersion: keyring.currentVersion,
  };
}
