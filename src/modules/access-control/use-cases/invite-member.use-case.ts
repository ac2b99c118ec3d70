import type { Clock } from '../../../common/clock/clock.js';
import { sqlState } from '../../../common/database/database.errors.js';
import type { Role } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { assertHolds } from '../../../common/http/access.js';
import { DomainError } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { MEMBER_INVITED, type MemberInvited } from '../domain/access.events.js';
import type { Access } from '../domain/switches.js';
import { PROFILE_AT, type MemberProfile } from '../persistence/member-profile.js';
import { giveTemplate, lockTemplates } from './apply-template.use-case.js';
import { assertTeams, changeAccess, changeTeams, lockMember, takeEverything, WrongMemberState } from './change-member.use-case.js';

/** Days for which an invitation can be accepted. */
const INVITATION_DAYS = 7;
const UNIQUE_VIOLATION = '23505';

/** Who is invited, and to what. */
export interface Invitation extends MemberProfile {
  role: Role;
  /** A role to hold, or access by hand. */
  access: { templateId: string } | Access;
  teamIds: readonly string[];
}

/** This person belongs to the practice already. */
export class AlreadyMember extends DomainError {
  readonly code = 'access.already_member';

  constructor() {
    super('There is a member with this address already. Reactivate them, or invite another address.');
  }
}

/** Invites people: by message, for seven days, accepted by the first sign-in with the address. */
export class InviteMember {
  constructor(
    private readonly ensureAccount: (address: string) => Promise<string>,
    private readonly clock: Clock,
  ) {}

  /**
   * Somebody who was removed comes back as the member they were, with nothing of what they held.
   * @throws AlreadyMember, InvalidInput for unknown teams, NotFound for the role, NotPermitted, AboveOwnAccess, OwnersOnly
   */
  async execute(tx: TenantTransaction, { role, access, teamIds, ...profile }: Invitation): Promise<string> {
    // Inviting gives access as well.
    assertHolds(await tx.principal(), 'team_management', 'update');
    await assertTeams(tx, teamIds);
    const accountId = await this.ensureAccount(profile.email);
    // Before anything of the member is written: whoever changes the role holds it and then waits for their turn.
    if ('templateId' in access) await lockTemplates(tx, [access.templateId]);
    const id = await enrol(tx, accountId, role, profile);
    if ('templateId' in access) await giveTemplate(tx, access.templateId, id);
    else await changeAccess(tx, id, access);
    await changeTeams(tx, id, teamIds);
    await this.announce(tx, id, 'invite');
    return id;
  }

  /** Sends the message once more and lets the seven days begin again. @throws NotFound, WrongMemberState, NotPermitted */
  async again(tx: TenantTransaction, id: string): Promise<void> {
    assertHolds(await tx.principal(), 'team_management', 'update');
    const { state } = await lockMember(tx, id);
    if (state !== 'invited') throw new WrongMemberState(state);
    await tx.keyring();
    await this.announce(tx, id, 'invite_again');
  }

  private async announce(tx: TenantTransaction, id: string, action: string): Promise<void> {
    const until = new Date(this.clock.now().getTime() + INVITATION_DAYS * 86_400_000);
    await tx.query({ text: 'select wall.invite($1, $2)', values: [id, until] });
    tx.raise({ type: MEMBER_INVITED, payload: { invitedId: id } satisfies MemberInvited });
    tx.audit({ action, subject: { kind: 'member', id } });
  }
}

/** The invited member's row: a new one, or that of the same account from before it was removed. @throws AlreadyMember */
async function enrol(tx: TenantTransaction, accountId: string, role: Role, profile: MemberProfile): Promise<string> {
  const [{ orgId }, keyring] = await Promise.all([tx.principal(), tx.keyring()]);
  const sealed = (id: string) => keyring.sealJson({ ...PROFILE_AT, rowId: id }, profile);
  const [gone] = await tx.query<{ id: string }>({
    text: `select id from app.member where account_id = $1 and state = 'removed' for update`,
    values: [accountId],
  });
  if (gone) {
    await takeEverything(tx, gone.id);
    await tx.execute({
      text: `update app.member set role = $2, state = 'invited', profile = $3 where id = $1`,
      values: [gone.id, role, sealed(gone.id)],
    });
    return gone.id;
  }
  const id = newId();
  try {
    await tx.execute({
      text: `insert into app.member (org_id, id, account_id, role, state, profile) values ($1, $2, $3, $4, 'invited', $5)`,
      values: [orgId, id, accountId, role, sealed(id)],
    });
  } catch (error) {
    throw sqlState(error) === UNIQUE_VIOLATION ? new AlreadyMember() : error;
  }
  return id;
}
