import type { Principal } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { ClientInvalid } from '../domain/client.errors.js';
import { FieldErrors } from '../domain/field-errors.js';

/** Whose client it is. */
export interface Placement {
  teamId: string | null;
  practitionerId: string | null;
}

/** Where a new client goes when nobody says: the creator's first team; to the creator when they see their own only. */
export function usualPlacement({ scope, teamIds, memberId }: Principal): Placement {
  return { teamId: teamIds[0] ?? null, practitionerId: scope === 'assigned' ? memberId : null };
}

/**
 * Refuses teams and members that are not there, and a client that would leave the sight of whoever places it. Row
 * security refuses the latter as well; here it gets a sentence.
 * @param placement `stays` says that the practitioner is the one it was: theirs it may remain after they were suspended
 *   or removed, but nobody else's client becomes theirs then
 * @throws ClientInvalid
 */
export async function checkPlacement(
  tx: TenantTransaction,
  { teamId, practitionerId, stays = false }: Placement & { stays?: boolean },
): Promise<void> {
  const [[there], principal] = await Promise.all([
    tx.query<{ team: boolean; member: boolean }>({
      name: 'placement',
      text: `select $1::uuid is null or exists (select 1 from app.team where id = $1) as team,
                    $2::uuid is null or exists (select 1 from app.member where id = $2 and ($3 or state = 'active')) as member`,
      values: [teamId, practitionerId, stays],
    }),
    tx.principal(),
  ]);
  const errors = new FieldErrors();
  const refused = [there?.team ? null : teamId, there?.member ? null : practitionerId].filter((id) => id !== null);
  if (!there?.team) errors.add('teamId', 'not_allowed', 'Choose a team of this practice.');
  else if (principal.scope === 'team' && (teamId === null || !principal.teamIds.includes(teamId))) {
    errors.add('teamId', 'not_allowed', 'Choose one of your own teams: you would not see this client any more.');
  }
  if (!there?.member) errors.add('practitionerId', 'not_allowed', 'Choose an active member of this practice.');
  else if (principal.scope === 'assigned' && practitionerId !== principal.memberId) {
    errors.add(
      'practitionerId',
      'not_allowed',
      'Keep yourself as the practitioner: you would not see this client any more. Ask a colleague who sees all clients to hand it over.',
    );
  }
  if (errors.any) throw new ClientInvalid(errors.list).about(refused);
}
