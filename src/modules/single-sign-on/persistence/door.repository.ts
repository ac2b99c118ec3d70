import type { OrganisationKeys } from '../../../common/crypto/organisation-keys.js';
import { PLATFORM_ORG } from '../../../common/crypto/organisation-keys.js';
import type { PlainDatabase } from '../../../common/database/plain-database.js';
import type { Role } from '../../../common/database/principal.js';
import { newId } from '../../../common/ids.js';
import type { ConnectionKind } from '../domain/connection.js';
import { LINK_AT, SID_INDEX, SUBJECT_INDEX } from './sealed-rows.js';

/** A connection as far as sign-in must know it before there is a session. */
export interface Door {
  connectionId: string;
  orgId: string;
  kind: ConnectionKind;
  name: string;
  state: 'draft' | 'tested' | 'on';
  enforcedFrom: Date | null;
  confirmed: boolean;
}

/** A member as sign-in sees one. */
export interface MemberOfPractice {
  memberId: string;
  role: Role;
  active: boolean;
}

const DOOR = `d.connection_id as "connectionId", d.org_id as "orgId", d.kind, d.name, d.state, d.enforced_from as "enforcedFrom", d.confirmed`;

/** Connections, verified domains and whom a connection knows, through the identity login. */
export class DoorRepository {
  constructor(
    private readonly database: PlainDatabase,
    private readonly keys: OrganisationKeys,
  ) {}

  /** The connection that is on for a mail domain; one statement whether there is one or not. */
  async ofDomain(domain: string): Promise<Door | undefined> {
    const [door] = await this.database.query<Door>({
      name: 'door-of-domain',
      text: `select ${DOOR} from wall.sso_domain v join wall.sso_door d on d.org_id = v.org_id and d.state = 'on' where v.domain = $1 and v.verified_at is not null`,
      values: [domain],
    });
    return door;
  }

  async get(connectionId: string): Promise<Door | undefined> {
    const [door] = await this.database.query<Door>({
      text: `select ${DOOR} from wall.sso_door d where d.connection_id = $1`,
      values: [connectionId],
    });
    return door;
  }

  /** Whether a domain is verified by this practice and its record still stands. */
  async speaksFor(orgId: string, domain: string): Promise<boolean> {
    const rows = await this.database.query({
      text: 'select 1 from wall.sso_domain where org_id = $1 and domain = $2 and verified_at is not null and lost_at is null',
      values: [orgId, domain],
    });
    return rows.length > 0;
  }

  /** The member of a practice with an account. */
  async member(orgId: string, accountId: string): Promise<MemberOfPractice | undefined> {
    const [row] = await this.database.query<MemberOfPractice>({
      text: 'select member_id as "memberId", role, active from wall.member_access where org_id = $1 and account_id = $2',
      values: [orgId, accountId],
    });
    return row;
  }

  /** Every connection that lives by certificates and was tried, whoever's. */
  async withCertificates(): Promise<Door[]> {
    return this.database.query<Door>({
      text: `select ${DOOR} from wall.sso_door d where d.kind = 'saml' and d.state <> 'draft' order by d.org_id`,
    });
  }

  /** Blind indexes of a subject and of the provider's own session, within one connection. */
  async indexes(
    connectionId: string,
    subject: string | null,
    sid: string | null,
  ): Promise<{ subjectIndex: Buffer | null; sidIndex: Buffer | null }> {
    const keyring = await this.keys.load(PLATFORM_ORG);
    return {
      subjectIndex: subject === null ? null : keyring.blindIndex(SUBJECT_INDEX, `${connectionId}:${subject}`),
      sidIndex: sid === null ? null : keyring.blindIndex(SID_INDEX, `${connectionId}:${sid}`),
    };
  }

  /** The account that a connection knows by a subject. */
  async linked(connectionId: string, subject: string): Promise<string | undefined> {
    const { subjectIndex } = await this.indexes(connectionId, subject, null);
    const [row] = await this.database.query<{ id: string; account_id: string; sealed: Buffer }>({
      text: 'select id, account_id, sealed from identity.sso_identity where connection_id = $1 and subject_index = $2',
      values: [connectionId, subjectIndex],
    });
    if (!row) return undefined;
    // The index is short; the subject itself decides.
    const known = (await this.keys.load(PLATFORM_ORG)).openJson<{ subject: string }>({ ...LINK_AT, rowId: row.id }, row.sealed);
    if (known.subject !== subject) return undefined;
    await this.database.execute({ text: 'update identity.sso_identity set used_at = clock_timestamp() where id = $1', values: [row.id] });
    return row.account_id;
  }

  /** Keeps whom a connection knows by a subject. False when either is known otherwise already. */
  async link(connectionId: string, subject: string, email: string, accountId: string): Promise<boolean> {
    const id = newId();
    const { subjectIndex } = await this.indexes(connectionId, subject, null);
    const sealed = (await this.keys.load(PLATFORM_ORG)).sealJson({ ...LINK_AT, rowId: id }, { subject, email });
    const made = await this.database.execute({
      text: `insert into identity.sso_identity (id, connection_id, subject_index, account_id, sealed, used_at)
             values ($1, $2, $3, $4, $5, clock_timestamp()) on conflict do nothing`,
      values: [id, connectionId, subjectIndex, accountId, sealed],
    });
    return made === 1;
  }

  /** Forgets by what a practice's connections know an account: whoever comes next with its address is linked anew. */
  async unlink(orgId: string, accountId: string): Promise<number> {
    return this.database.execute({
      text: `delete from identity.sso_identity where account_id = $2 and connection_id in (select connection_id from wall.sso_door where org_id = $1)`,
      values: [orgId, accountId],
    });
  }

  /** Takes an assertion or logout token: true once. */
  async takeOnce(connectionId: string, kind: 'assertion' | 'logout', idHash: Buffer, expiresAt: Date): Promise<boolean> {
    const taken = await this.database.execute({
      text: 'insert into identity.sso_seen (connection_id, kind, id_hash, expires_at) values ($1, $2, $3, $4) on conflict do nothing',
      values: [connectionId, kind, idHash, expiresAt],
    });
    return taken === 1;
  }
}
