import type { Clock } from '../../../common/clock/clock.js';
import { sqlState } from '../../../common/database/database.errors.js';
import type { Role } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DomainError } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { MEMBER_INVITED, type MemberInvited } from '../domain/access.events.js';
import type { Access } from '../domain/switches.js';
import { PROFILE_AT, type MemberProfile } from '../persistence/member-profile.js';
import { assertTeams, changeAccess, changeTeams, lockMember, WrongMemberState } from './change-member.use-case.js';
import { applyTemplate, previewTemplate } from './apply-template.use-case.js';

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

  /** @throws AlreadyMember, InvalidInput for unknown teams, NotFound for the role, AboveOwnAccess, OwnersOnly */
  async execute(tx: TenantTransaction, { role, access, teamIds, ...profile }: Invitation): Promise<string> {
    const [{ orgId }, keyring] = await Promise.all([tx.principal(), tx.keyring()]);
    await assertTeams(tx, teamIds);
    const accountId = await this.ensureAccount(profile.email);
    const id = newId();
    try {
      await tx.execute({
        text: `insert into app.member (org_id, id, account_id, role, state, profile) values ($1, $2, $3, $4, 'invited', $5)`,
        values: [orgId, id, accountId, role, keyring.sealJson({ ...PROFILE_AT, rowId: id }, profile)],
      });
    } catch (error) {
      throw sqlState(error) === UNIQUE_VIOLATION ? new AlreadyMember() : error;
    }
    if ('templateId' in access) {
      const { token } = await previewTemplate(tx, access.templateId, [id]);
      await applyTemplate(tx, access.templateId, [id], token);
    } else await changeAccess(tx, id, access);
    await changeTeams(tx, id, teamIds);
    await this.announce(tx, id, 'invite');
    return id;
  }

  /** Sends the message once more and lets the seven days begin again. @throws NotFound, WrongMemberState */
  async again(tx: TenantTransaction, id: string): Promise<void> {
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
