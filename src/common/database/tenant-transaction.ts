import type { Duplex } from 'node:stream';
import type { PoolClient, QueryResult } from 'pg';
import type { OrgKeyring } from '../crypto/org-keyring.js';
import type { OrganisationKeys } from '../crypto/organisation-keys.js';
import type { DomainEvent } from '../events/domain-event.js';
import { newId } from '../ids.js';
import type { AuditEntry, AuditWriter, Origin } from './audit-entry.js';
import { CommitUnknown, NotCommitted, isAnswered, isUnavailable, translate } from './database.errors.js';
import type { GrantToken } from './grant-token.js';
import type { NetworkMode, Principal } from './principal.js';
import type { Statement } from './statement.js';

/** Sealed fields were opened and nothing was put on record: a mistake in our code, refused before anything leaves. */
export class UnrecordedRead extends Error {}

interface PrincipalRow {
  id: string;
  kind: Principal['kind'];
  org_id: string;
  member_id: string | null;
  actor_id: string | null;
  account_id: string | null;
  role: Principal['role'];
  scope: Principal['scope'];
  modules: number;
  creates: number;
  updates: number;
  deletes: number;
  team_ids: string[];
  networks: string[];
  started_at: Date;
  seen_at: Date;
  idle_until: Date;
  expires_at: Date;
  assurance: Principal['assurance'];
  fresh: boolean;
  network_mode: NetworkMode;
  org_networks: string[];
}

/**
 * One transaction behind the wall (DESIGN 3 and 4). BEGIN, the token and the principal go out with the first query in
 * one flush; entries for the access record, events and COMMIT go out in the last. Statements are pipelined: nothing
 * waits for an answer that it does not need.
 */
export class TenantTransaction {
  private readonly begun: Promise<Principal>;
  private readonly entries: AuditEntry[] = [];
  private readonly events: DomainEvent[] = [];
  private mustRecord = false;
  private keys: Promise<OrgKeyring> | undefined;

  constructor(
    private readonly client: PoolClient,
    private readonly services: { keys: OrganisationKeys; audit: AuditWriter },
    token: GrantToken,
    readonly origin: Origin,
  ) {
    // What the handler asks before it waits for anything leaves in the same write.
    const flush = held(client);
    process.nextTick(flush);
    const begin = client.query({ name: 'begin', text: 'begin' });
    const open = client.query<PrincipalRow>({ name: 'open', text: 'select * from wall.open($1)', values: [token.hash] });
    this.begun = Promise.all([open, begin]).then(([found]) => toPrincipal(found.rows[0]!));
    for (const answer of [begin, open, this.begun]) answer.catch(() => undefined);
  }

  /** Who the transaction acts for. Rejects with `NoLiveGrant` when the token opens nothing. */
  async principal(): Promise<Principal> {
    return this.begun.catch((error: unknown) => {
      throw translate(error);
    });
  }

  /**
   * The organisation's keys, as a handle bound to this transaction. Whoever takes it must put an entry on record
   * before COMMIT, or the transaction is refused.
   */
  async keyring(): Promise<OrgKeyring> {
    this.mustRecord = true;
    return this.loadKeys();
  }

  /** The keys for what needs no entry of its own: colleagues' names, search segments whose hits are recorded. */
  async keyringUnrecorded(_reason: string): Promise<OrgKeyring> {
    return this.loadKeys();
  }

  /** Rows of one statement, sent at once without waiting for those before it. */
  async query<Row>(statement: Statement): Promise<Row[]> {
    return (await this.send(statement)).rows as Row[];
  }

  /** The number of rows that a write touched: 0 means that it was not there, or not ours. */
  async execute(statement: Statement): Promise<number> {
    return (await this.send(statement)).rowCount ?? 0;
  }

  /** Puts an act on record: written with COMMIT, or nothing is committed. */
  audit(entry: AuditEntry): void {
    this.entries.push(entry);
  }

  /** Raises an event: stored in the outbox with COMMIT, delivered afterwards. */
  raise(event: DomainEvent): void {
    this.events.push(event);
  }

  /** Whether events wait for delivery after COMMIT. */
  get raisedEvents(): boolean {
    return this.events.length > 0;
  }

  /**
   * Sends the record, the events and COMMIT in one flush and waits for all of them.
   * @throws CommitUnknown when the connection breaks before COMMIT is answered
   */
  async commit(): Promise<void> {
    const principal = await this.principal();
    if (this.mustRecord && this.entries.length === 0) throw new UnrecordedRead('sealed fields were opened and nothing was put on record');
    const statements = [...this.auditStatements(principal, await this.keysForRecord()), ...this.eventStatements(principal)];
    const flush = held(this.client);
    const last = statements.map((statement) => this.client.query(statement));
    const commit = this.client.query({ name: 'commit', text: 'commit' });
    flush();
    const answers = await Promise.allSettled([...last, commit]);
    const failures = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
    // After a statement that the server refused, COMMIT can only have rolled back.
    const refused = failures.find((reason) => isAnswered(reason));
    if (refused !== undefined) throw translate(refused);
    if (failures.some((reason) => isUnavailable(reason))) throw new CommitUnknown();
    if (failures.length > 0) throw translate(failures[0]);
    if ((await commit).command !== 'COMMIT') throw new NotCommitted('the transaction had failed and was rolled back');
  }

  /** Undoes everything; the connection is clean afterwards. */
  async rollback(): Promise<void> {
    await Promise.allSettled([this.begun]);
    await this.client.query({ name: 'rollback', text: 'rollback' });
  }

  private async send(statement: Statement): Promise<QueryResult> {
    try {
      return await this.client.query(statement);
    } catch (error) {
      throw translate(error);
    }
  }

  private async loadKeys(): Promise<OrgKeyring> {
    this.keys ??= this.principal().then(({ orgId }) => this.services.keys.load(orgId));
    return this.keys;
  }

  private async keysForRecord(): Promise<OrgKeyring | undefined> {
    return this.entries.length > 0 ? this.loadKeys() : undefined;
  }

  private auditStatements(principal: Principal, keyring: OrgKeyring | undefined): Statement[] {
    return keyring ? this.services.audit.statements(principal, keyring, this.origin, this.entries) : [];
  }

  private eventStatements(principal: Principal): Statement[] {
    if (this.events.length === 0) return [];
    return [
      {
        name: 'outbox',
        text: `insert into events.outbox (id, org_id, type, payload) select i, $2, t, p from unnest($1::uuid[], $3::text[], $4::jsonb[]) as u (i, t, p)`,
        values: [
          this.events.map(() => newId()),
          principal.orgId,
          this.events.map(({ type }) => type),
          this.events.map(({ payload }) => JSON.stringify(payload)),
        ],
      },
    ];
  }
}

/** Holds back what is sent on a connection until the returned function is called, so that it leaves in one write. */
function held(client: PoolClient): () => void {
  const { stream } = (client as PoolClient & { connection: { stream: Duplex } }).connection;
  stream.cork();
  return () => stream.uncork();
}

function toPrincipal(row: PrincipalRow): Principal {
  return {
    kind: row.kind,
    grantId: row.id,
    orgId: row.org_id,
    memberId: row.member_id,
    actorId: row.actor_id,
    accountId: row.account_id,
    role: row.role,
    scope: row.scope,
    modules: row.modules,
    creates: row.creates,
    updates: row.updates,
    deletes: row.deletes,
    teamIds: row.team_ids,
    networks: row.networks,
    networkRule: { mode: row.network_mode, networks: row.org_networks },
    startedAt: row.started_at,
    seenAt: row.seen_at,
    idleUntil: row.idle_until,
    expiresAt: row.expires_at,
    assurance: row.assurance,
    fresh: row.fresh,
  };
}
