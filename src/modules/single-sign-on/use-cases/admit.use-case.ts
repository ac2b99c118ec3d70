import { MODULES } from '../../../common/database/principal.js';
import { sqlState } from '../../../common/database/database.errors.js';
import { newId } from '../../../common/ids.js';
import { giveTemplate, PROFILE_AT, type MemberProfile } from '../../access-control/index.js';
import { normaliseAddress, type IdentityFacade } from '../../identity/index.js';
import type { Arrival, Connection, Reason } from '../domain/connection.js';
import { domainOf } from '../domain/domain-name.js';
import type { ConnectionLoader } from '../persistence/connection-loader.js';
import type { Door, DoorRepository } from '../persistence/door.repository.js';

const UNIQUE_VIOLATION = '23505';

/** Somebody whom a connection vouches for, as an account; or why not. */
export type Admitted = { accountId: string } | { refused: Reason };

/**
 * Which account an arrival is. A subject that was linked is that account, whatever address the provider says now. The
 * first time, the address decides, and it counts only in a domain that this very practice has proved: what another
 * provider says of the same address opens nothing here, and nothing here opens another practice.
 */
export class Admit {
  constructor(
    private readonly doors: DoorRepository,
    private readonly identity: Pick<IdentityFacade, 'accountWith' | 'ensureAccount'>,
    private readonly loader: ConnectionLoader,
  ) {}

  async execute(door: Door, connection: Connection, arrival: Arrival): Promise<Admitted> {
    const linked = await this.doors.linked(door.connectionId, arrival.subject);
    if (linked !== undefined) return this.standing(door, linked);
    const problem = await this.problemOf(door, arrival);
    if (problem) return { refused: problem };
    const email = normaliseAddress(arrival.email!);
    const found = await this.member(door, connection, arrival, email);
    if ('refused' in found) return found;
    const standing = await this.standing(door, found.accountId);
    // Kept only of whom it may open: a link outlives the reason that refused it.
    if ('refused' in standing) return standing;
    const made = await this.doors.link(door.connectionId, arrival.subject, email, found.accountId);
    return made ? found : { refused: 'linked_otherwise' };
  }

  /** What would keep an address from being linked; null when nothing does. */
  async problemOf(door: Pick<Door, 'orgId'>, { email, emailVerified }: Arrival): Promise<Reason | null> {
    if (email === null) return 'no_email';
    if (emailVerified === false) return 'email_not_verified';
    const domain = domainOf(email);
    return domain !== undefined && (await this.doors.speaksFor(door.orgId, domain)) ? null : 'email_elsewhere';
  }

  /** An account by which this practice has an active member, or has invited one. */
  private async standing(door: Door, accountId: string): Promise<Admitted> {
    const member = await this.doors.member(door.orgId, accountId);
    if (!member) return { refused: 'not_a_member' };
    if (member.role === 'owner' && !door.confirmed) return { refused: 'owner_confirms' };
    return { accountId };
  }

  private async member(door: Door, connection: Connection, arrival: Arrival, email: string): Promise<Admitted> {
    const known = await this.identity.accountWith(email);
    if (known !== null && (await this.doors.member(door.orgId, known))) return { accountId: known };
    if (!connection.jit) return { refused: 'not_a_member' };
    const accountId = known ?? (await this.identity.ensureAccount(email));
    await this.makeMember(door, connection, accountId, { email, displayName: nameOf(arrival, email), title: '' });
    return { accountId };
  }

  /** A member with the connection's role, or with none: no role opens nothing. */
  private async makeMember(door: Door, connection: Connection, accountId: string, profile: MemberProfile): Promise<void> {
    const id = newId();
    try {
      await this.loader.inPractice(door.orgId, MODULES.team_management | MODULES.settings, async (tx) => {
        const sealed = (await tx.keyring()).sealJson({ ...PROFILE_AT, rowId: id }, profile);
        await tx.execute({
          text: `insert into app.member (org_id, id, account_id, role, state, profile) values ($1, $2, $3, 'member', 'active', $4)`,
          values: [door.orgId, id, accountId, sealed],
        });
        if (connection.defaultTemplateId !== null) await giveTemplate(tx, connection.defaultTemplateId, id);
        tx.audit({ action: 'create', subject: { kind: 'member', id }, detail: { connection: connection.id } });
      });
    } catch (error) {
      // Two first sign-ins at once: the other made the member.
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    }
  }
}

function nameOf({ name }: Arrival, email: string): string {
  const given = (name ?? '')
    .replace(/[\p{C}]/gu, '')
    .trim()
    .slice(0, 120);
  return given === '' ? email.split('@', 1)[0]! : given;
}
