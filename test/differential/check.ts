import { NoLiveGrant } from '../../src/common/database/database.errors.js';
import { MODULES, type Principal } from '../../src/common/database/principal.js';
import type { TenantTransaction } from '../../src/common/database/tenant-transaction.js';
import { NotFound } from '../../src/common/errors.js';
import { newId } from '../../src/common/ids.js';
import { NotPermitted } from '../../src/common/http/access.js';
import { exportNames, exportPage } from '../../src/modules/clients/persistence/client-export.rows.js';
import { clientHistory } from '../../src/modules/clients/queries/client-history.query.js';
import { ListClientsQuery } from '../../src/modules/clients/queries/list-clients.query.js';
import { SearchClientsQuery } from '../../src/modules/clients/queries/search-clients.query.js';
import type { Ground } from './ground.js';
import type { Model } from './model.js';
import type { RealPractice } from './practice.js';
import type { Client, Member, World } from './world.js';

/** One answer in which the database and the model differ. */
export interface Difference {
  member: string;
  surface: string;
  /** A client, or what else was asked about. */
  about: string;
  database: string;
  model: string;
}

/** What was asked and what differed. */
export interface Checked {
  decisions: number;
  differences: Difference[];
}

const SAMPLE = 3;
const PAGE = 200;
const CODES = { read: 1, create: 2, update: 4, delete: 8 } as const;

/** Asks the database as every member of a practice, on every surface, and compares with the model. `foreign`: clients of others. */
export async function check(
  ground: Ground,
  practice: RealPractice,
  world: World,
  model: Model,
  foreign: readonly string[],
): Promise<Checked> {
  const checked: Checked = { decisions: 0, differences: [] };
  for (const member of world.members) {
    const questions = new Questions(practice, world, model, member, foreign, checked);
    try {
      await ground.tenants.run(practice.token(member.id), async (tx) => {
        await questions.ask(tx);
        // What was tried is undone; what was read needs no entry here.
        throw new Undone();
      });
    } catch (error) {
      if (error instanceof NoLiveGrant) questions.shutOut();
      else if (!(error instanceof Undone)) throw error;
    }
  }
  return checked;
}

class Undone extends Error {}

/** Everything that is asked as one member. */
class Questions {
  private readonly names: Map<string, string>;

  constructor(
    private readonly practice: RealPractice,
    private readonly world: World,
    private readonly model: Model,
    private readonly member: Member,
    private readonly foreign: readonly string[],
    private readonly checked: Checked,
  ) {
    this.names = new Map([...practice.ids].map(([name, id]) => [id, name]));
  }

  /** The session opens nothing: right only when the model says that nothing is open. */
  shutOut(): void {
    this.compare(
      'session',
      this.expected(({ read }) => read),
      new Set(),
    );
  }

  async ask(tx: TenantTransaction): Promise<void> {
    const principal = await tx.principal();
    const access = this.model.access(this.world, this.member);
    await this.askSwitches(tx, access);
    await this.askRows(tx);
    await this.askWrites(tx, principal);
    await this.askParts(tx, principal);
    if ((access.read & MODULES.clients) !== 0) await this.askSurfaces(tx, principal);
    else this.note('list', 'the module', principal.modules & MODULES.clients ? 'open' : 'shut', 'shut');
  }

  private async askSwitches(tx: TenantTransaction, access: Record<keyof typeof CODES, number>): Promise<void> {
    const cells = Object.values(MODULES).flatMap((bit) => (Object.keys(CODES) as (keyof typeof CODES)[]).map((act) => ({ bit, act })));
    const rows = await tx.query<{ ok: boolean }>({
      text: 'select (wall.enter(bit, code)).ok from unnest($1::int[], $2::int[]) with ordinality u (bit, code, at) order by at',
      values: [cells.map(({ bit }) => bit), cells.map(({ act }) => CODES[act])],
    });
    for (const [index, { bit, act }] of cells.entries())
      this.note('switch', `${bit}:${act}`, String(rows[index]!.ok), String((access[act] & bit) !== 0));
  }

  private async askRows(tx: TenantTransaction): Promise<void> {
    const visible = this.expected(({ read }) => read);
    this.compare('select', visible, await this.found(tx, 'select id from app.client'));
    const byIds = await this.found(tx, 'select id from app.client where id = any ($1::uuid[])', [this.foreign]);
    this.checked.decisions += this.foreign.length;
    for (const id of byIds) this.differ('other organisation', id, 'visible', 'hidden');
    const [count] = await tx.query<{ n: number }>({ text: 'select count(*)::int as n from app.client' });
    this.note('count', 'all', String(count!.n), String(visible.size));
    const facets = await tx.query<{ team: string | null; n: number }>({
      text: 'select team_id as team, count(*)::int as n from app.client group by 1',
    });
    for (const team of [null, ...this.world.teams.map(({ id }) => id)]) {
      const real = facets.find((facet) => facet.team === (team && this.practice.id(team)))?.n ?? 0;
      const modelled = this.world.clients.filter((client) => client.team === team && visible.has(client.id)).length;
      this.note('facet', String(team), String(real), String(modelled));
    }
  }

  private async askWrites(tx: TenantTransaction, { orgId }: Principal): Promise<void> {
    const update = this.expected(({ update: may }) => may);
    // Of what may not be changed nothing is: neither rows nor, where the act is off, the statement.
    this.compare('update', update, await this.tried(tx, `update app.client set card = card || '\\x00' returning id`));
    this.compare(
      'archive',
      this.expected(({ archive }, client) => archive && !client.archived),
      await this.tried(tx, `update app.client set archived_at = now(), status = 'archived' where archived_at is null returning id`),
    );
    this.compare(
      'restore',
      this.expected(({ archive }, client) => archive && client.archived),
      await this.tried(tx, `update app.client set archived_at = null, status = 'current' where archived_at is not null returning id`),
    );
    const places = [null, ...this.world.teams.slice(0, SAMPLE).map(({ id }) => id)];
    for (const team of places) {
      for (const practitioner of [null, this.member.id, this.world.members[0]!.id]) {
        const inserted = await this.tried(
          tx,
          `with made as (insert into app.client (org_id, id, file_number, status, team_id, practitioner_id, last_activity_at, created_at, card, details)
             values ($1, $2, $5, 'current', $3, $4, now(), now(), '\\x00', '\\x00')) select 'made' as id`,
          [orgId, newId(), team && this.practice.id(team), practitioner && this.practice.id(practitioner), newId()],
        );
        const may = this.model.mayInsert(this.world, this.member, team, practitioner);
        this.note('insert', `${team}/${practitioner}`, String(inserted.size === 1), String(may));
      }
    }
  }

  private async askParts(tx: TenantTransaction, { orgId }: Principal): Promise<void> {
    const parts = 'select client_id as id from app.client_identifier';
    this.compare(
      'identifiers',
      this.expected(({ read }) => read),
      await this.found(tx, parts),
    );
    this.compare(
      'lookups',
      this.expected(({ read }) => read),
      await this.found(tx, 'select client_id as id from app.client_lookup'),
    );
    this.compare(
      'remove part',
      this.expected(({ removePart }) => removePart),
      await this.tried(tx, 'delete from app.client_identifier returning client_id as id'),
    );
    const add = `with made as (insert into app.client_identifier (org_id, id, client_id, kind, sealed)
                   select $1, gen_random_uuid(), c, 'other', '\\x00' from unnest($2::uuid[]) c) select c as id from unnest($2::uuid[]) c`;
    const allowed = this.expected(({ addPart }) => addPart);
    const ids = [...allowed].map((name) => this.practice.id(name));
    this.compare('add part', allowed, await this.tried(tx, add, [orgId, ids]));
    for (const { id } of this.world.clients.filter((client) => !allowed.has(client.id)).slice(0, SAMPLE)) {
      const added = await this.tried(tx, add, [orgId, [this.practice.id(id)]]);
      this.note('add part', id, String(added.size > 0), 'false');
    }
  }

  private async askSurfaces(tx: TenantTransaction, principal: Principal): Promise<void> {
    const { ground, token } = { ground: this.practice.ground, token: this.practice.token(this.member.id) };
    const live = this.expected(({ read }, client) => read && !client.archived);
    const all = this.expected(({ read }) => read);
    const listed = new Set<string>();
    const lists = new ListClientsQuery();
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await lists.execute(tx, token, { filters: {}, cursor: cursor ?? null, limit: PAGE });
      for (const { id } of page.items) listed.add(id);
      cursor = page.nextCursor;
    }
    this.compare('list', live, this.named(listed));
    const searches = new SearchClientsQuery(ground.indexes);
    const found = new Set<string>();
    const wanted = {
      filters: { status: ['prospect', 'current', 'waiting_list', 'archived', 'deceased'] as const },
      bornFrom: null,
      bornTo: null,
    };
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await searches.execute(tx, { ...wanted, text: 'client', sort: 'name', cursor: cursor ?? null, limit: PAGE });
      if (cursor === undefined) this.note('search total', 'client', String(page.total), String(all.size));
      for (const { id } of page.items) found.add(id);
      cursor = page.nextCursor;
    }
    this.compare('search', all, this.named(found));
    const [keyring, names] = [await tx.keyring(), await exportNames(tx)];
    const exported = new Set<string>();
    for (let after: string | null | undefined; after !== null;) {
      const page = await exportPage(tx, keyring, principal, names, { filter: {}, after: after ?? null, limit: PAGE });
      for (const { id } of page.lines) exported.add(id);
      after = page.next;
    }
    this.compare('export', all, this.named(exported));
    for (const client of this.world.clients.slice(0, SAMPLE)) {
      const answered = await clientHistory(tx, this.practice.id(client.id), null, 5).then(
        () => true,
        (error: unknown) => {
          if (error instanceof NotFound || error instanceof NotPermitted) return false;
          throw error;
        },
      );
      this.note('history', client.id, String(answered), String(all.has(client.id)));
    }
  }

  /** Names of the clients for which the model says yes. */
  private expected(holds: (verdict: ReturnType<Model['verdict']>, client: Client) => boolean): Set<string> {
    return new Set(
      this.world.clients.filter((client) => holds(this.model.verdict(this.world, this.member, client), client)).map(({ id }) => id),
    );
  }

  private async found(tx: TenantTransaction, text: string, values: unknown[] = []): Promise<Set<string>> {
    return this.named(new Set((await tx.query<{ id: string }>({ text, values })).map(({ id }) => id)));
  }

  /** What a statement would touch; nothing when it is refused. Undone either way. */
  private async tried(tx: TenantTransaction, text: string, values: unknown[] = []): Promise<Set<string>> {
    await tx.execute({ text: 'savepoint tried' });
    try {
      return await this.found(tx, text, values);
    } catch {
      return new Set();
    } finally {
      await tx.execute({ text: 'rollback to savepoint tried' });
    }
  }

  private named(ids: ReadonlySet<string>): Set<string> {
    return new Set([...ids].map((id) => this.names.get(id) ?? id));
  }

  private compare(surface: string, expected: ReadonlySet<string>, real: ReadonlySet<string>): void {
    this.checked.decisions += this.world.clients.length;
    for (const name of new Set([...expected, ...real])) {
      if (expected.has(name) !== real.has(name))
        this.differ(surface, name, real.has(name) ? 'yes' : 'no', expected.has(name) ? 'yes' : 'no');
    }
  }

  private note(surface: string, about: string, real: string, modelled: string): void {
    this.checked.decisions++;
    if (real !== modelled) this.differ(surface, about, real, modelled);
  }

  private differ(surface: string, about: string, database: string, modelled: string): void {
    this.checked.differences.push({ member: this.member.id, surface, about, database, model: modelled });
  }
}
