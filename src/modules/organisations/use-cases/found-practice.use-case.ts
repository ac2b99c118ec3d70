import type { OrganisationKeys } from '../../../common/crypto/organisation-keys.js';
import { GrantToken } from '../../../common/database/grant-token.js';
import type { PlainDatabase, PlainTransaction } from '../../../common/database/plain-database.js';
import { ALL_MODULES, type Role, type Scope, type Switches } from '../../../common/database/principal.js';
import { DomainError, InvalidInput } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import type { FactorPolicy } from '../../identity/index.js';
import { PROFILE_AT, type MemberProfile } from '../../access-control/index.js';

/** A practice to be founded. */
export interface NewPractice {
  name: string;
  slug: string;
  vertical: 'migration' | 'allied_health' | 'dispute_resolution';
  locality: string;
  timeZone: string;
  words: { matter: string; matters: string };
  idleMinutes?: number;
  /** What signing in takes beside the mailbox; a second factor for all when absent. */
  factors?: FactorPolicy;
  /** Initials before file numbers; made from the name when absent. */
  filePrefix?: string;
  /** The first file number to give out; 1 when absent. */
  firstFileNumber?: number;
  teams: { name: string }[];
  members: {
    email: string;
    displayName: string;
    title: string;
    role: Role;
    scope: Scope;
    modules?: number;
    switches?: Switches;
    teams: number[];
  }[];
}

/** What was founded: ids in the order given. */
export interface FoundedPractice {
  orgId: string;
  teamIds: string[];
  memberIds: string[];
}

/** There is a practice of this name already. */
export class PracticeExists extends DomainError {
  readonly code = 'organisations.exists';

  constructor(slug: string) {
    super(`There is a practice “${slug}” already.`);
  }
}

/**
 * Founds a practice: its name, its key, its first members and teams, all or nothing. Nothing is made before the name is
 * known to be free. Runs on the owner login, behind a grant
 * that it mints for the new organisation and ends: even the owner passes the wall.
 */
export class FoundPractice {
  constructor(
    private readonly owner: PlainDatabase,
    private readonly keys: OrganisationKeys,
    private readonly ensureAccount: (address: string) => Promise<string>,
  ) {}

  /** @throws PracticeExists, InvalidInput */
  async execute(practice: NewPractice): Promise<FoundedPractice> {
    if (!practice.members.some((member) => member.role === 'owner')) {
      throw new InvalidInput([{ field: 'members', code: 'no_owner', message: 'A practice needs an owner.' }]);
    }
    if (!Intl.supportedValuesOf('timeZone').includes(practice.timeZone)) {
      throw new InvalidInput([{ field: 'timeZone', code: 'unknown', message: 'Use an IANA time zone such as Australia/Sydney.' }]);
    }
    const orgId = newId();
    return this.owner.transaction(async (tx) => this.found(tx, orgId, practice));
  }

  private async found(tx: PlainTransaction, orgId: string, practice: NewPractice): Promise<FoundedPractice> {
    const token = GrantToken.mint();
    const hash = Buffer.from(token.hash, 'hex');
    await tx.execute({ text: 'select wall.mint_job_grant($1, $2, $3, null, $4, 600)', values: [hash, newId(), orgId, ALL_MODULES] });
    await tx.execute({ text: `select set_config('ironbark.token', $1, true)`, values: [token.hash] });
    const claimed = await tx.execute({
      text: 'insert into wall.practice_name (slug, org_id) values ($1, $2) on conflict do nothing',
      values: [practice.slug, orgId],
    });
    if (claimed === 0) throw new PracticeExists(practice.slug);
    const keyring = await this.keys.create(orgId);
    const accounts: string[] = [];
    for (const member of practice.members) accounts.push(await this.ensureAccount(member.email));
    await tx.execute({
      text: `insert into app.organisation (org_id, name, slug, vertical, locality, time_zone, words, idle_minutes, file_prefix, factors)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      values: [
        orgId,
        practice.name,
        practice.slug,
        practice.vertical,
        practice.locality,
        practice.timeZone,
        JSON.stringify(practice.words),
        practice.idleMinutes ?? 60,
        practice.filePrefix ?? filePrefix(practice.name),
        practice.factors ?? 'required',
      ],
    });
    await tx.execute({ text: 'select app.starting_templates($1)', values: [orgId] });
    await tx.execute({
      text: 'insert into app.file_number (org_id, next) values ($1, $2)',
      values: [orgId, practice.firstFileNumber ?? 1],
    });
    const teamIds = [];
    for (const team of practice.teams) {
      const id = newId();
      await tx.execute({ text: 'insert into app.team (org_id, id, name) values ($1, $2, $3)', values: [orgId, id, team.name] });
      teamIds.push(id);
    }
    const memberIds = [];
    for (const [index, member] of practice.members.entries()) {
      const id = newId();
      const profile: MemberProfile = { displayName: member.displayName, title: member.title, email: member.email };
      await tx.execute({
        text: `insert into app.member (org_id, id, account_id, role, profile) values ($1, $2, $3, $4, $5)`,
        values: [orgId, id, accounts[index], member.role, keyring.sealJson({ ...PROFILE_AT, rowId: id }, profile)],
      });
      await tx.execute({
        text: `insert into app.access_grant (org_id, member_id, source, scope, reads, creates, updates, deletes) values ($1, $2, 'manual', $3, $4, $5, $6, $7)`,
        values: [orgId, id, member.scope, ...grantedSwitches(member)],
      });
      for (const team of member.teams) {
        await tx.execute({
          text: 'insert into app.team_member (org_id, team_id, member_id) values ($1, $2, $3)',
          values: [orgId, teamIds[team], id],
        });
      }
      memberIds.push(id);
    }
    await tx.execute({ text: 'select wall.end_job_grant($1)', values: [hash] });
    return { orgId, teamIds, memberIds };
  }
}

/** What a founding member may read, create, update and delete: everything in their modules unless said more narrowly. */
function grantedSwitches({ modules = ALL_MODULES, switches }: NewPractice['members'][number]): number[] {
  const { modules: reads, creates, updates, deletes } = switches ?? { modules, creates: modules, updates: modules, deletes: modules };
  return [reads, creates, updates, deletes];
}

/** Initials that begin a practice's file numbers: WB for Wattlebird Migration. */
function filePrefix(name: string): string {
  const words = name.replace(/\(.*\)/, '').match(/\p{L}+/gu) ?? ['F'];
  const initials = words
    .map((word) => word[0]!.toUpperCase())
    .join('')
    .slice(0, 4);
  return initials.length > 1 ? initials : words[0]!.slice(0, 2).toUpperCase();
}
