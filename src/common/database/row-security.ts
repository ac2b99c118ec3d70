import { MODULES, type ModuleName } from './principal.js';

/** What is done to a row, as a bit of `wall.enter`'s mask: a mask is satisfied by any of its acts (promise M-18). */
export const ACTS = { read: 1, create: 2, update: 4, delete: 8 } as const;

/** How far a row of a tenant table reaches beyond its organisation and module. */
export type RowScope =
  | { kind: 'organisation' }
  /** The row is a client: scope all, team or assigned decides, then walls and private records. */
  | { kind: 'client' }
  /** The row hangs on the client named in the column, and is seen with it. */
  | {
      kind: 'of-client';
      clientColumn: string;
      /** A further SQL condition that every row keeps, for what belongs to one member or session within the client. */
      narrowed?: string;
    }
  /** Visible and writable only for the member named in the column. */
  | { kind: 'own'; memberColumn: string }
  /** Visible to the member named in the column and to whoever holds the module; SQL conditions may narrow each command. */
  | { kind: 'custom'; select: string; insert: string; update: string; delete: string };

/** What the tenant login may do with a tenant table; everything else stays revoked. */
export interface TenantTable {
  /** Schema-qualified name. */
  name: string;
  /** The switch that opens the table for reading; null for what every signed-in member may read. */
  module: ModuleName | null;
  /** The switch that its writes need, when it is not the one that opens it. */
  writeModule?: ModuleName | null;
  /** Masks of {@link ACTS} that each command needs; by default its own act. A part of a record is changed with the record. */
  acts?: { insert?: number; update?: number; delete?: number };
  scope: RowScope;
  /** Privileges granted to the tenant login. */
  grants: ('select' | 'insert' | 'update' | 'delete')[];
  /** Columns the tenant login may insert or update, when not all. */
  insertColumns?: string[];
  updateColumns?: string[];
}

/** The acts of what hangs on a record: added when it is made or changed, changed and removed when it is changed. */
export const PART = { insert: ACTS.create | ACTS.update, update: ACTS.update, delete: ACTS.update };
/** The acts of what is kept beside a record on every write, whichever it is. */
export const ANY_WRITE = {
  insert: ACTS.create | ACTS.update | ACTS.delete,
  update: ACTS.create | ACTS.update | ACTS.delete,
  delete: ACTS.create | ACTS.update | ACTS.delete,
};

/** SQL of one call of the wall: organisation, whether the switch is on for the act, scope, member, teams. */
export function enter(module: ModuleName | null, acts: number = ACTS.read): string {
  return `wall.enter(${module === null ? 0 : MODULES[module]}, ${acts})`;
}

/** SQL condition: organisation and switch, planned as one InitPlan whose index condition starts with `org_id`. */
export function inOrganisation(call: string): string {
  return `(org_id, true) = (select e.org_id, e.ok from ${call} e)`;
}

/** SQL condition: the client of this column is hidden from nobody who asks (walls and private records, above any scope). */
export function notHidden(clientColumn: string): string {
  return `not (${clientColumn} in (select h.id from wall.hidden() h (id)))`;
}

/**
 * The SQL that puts one table behind the wall (DESIGN 4): row security enabled and FORCED; for each command one
 * RESTRICTIVE policy for organisation, module and act, planned as a single InitPlan; permissive policies for the
 * scope; for clients and what hangs on them one more RESTRICTIVE policy for walls and private records. Every tenant
 * table of every migration goes through here; the inventory test fails for one that does not.
 */
export function behindTheWall(table: TenantTable): string {
  const { name } = table;
  const write = table.writeModule === undefined ? table.module : table.writeModule;
  const acts = { insert: ACTS.create, update: ACTS.update, delete: ACTS.delete, ...table.acts };
  const organisation = (module: ModuleName | null, mask: number) => inOrganisation(enter(module, mask));
  const columns = (command: string, list: string[] | undefined) => (list ? `${command} (${list.join(', ')})` : command);
  const grants = table.grants.map((grant) =>
    grant === 'update' ? columns(grant, table.updateColumns) : grant === 'insert' ? columns(grant, table.insertColumns) : grant,
  );
  return `
    alter table ${name} enable row level security;
    alter table ${name} force row level security;
    create policy tenant_select on ${name} as restrictive for select using (${organisation(table.module, ACTS.read)});
    create policy tenant_insert on ${name} as restrictive for insert with check (${organisation(write, acts.insert)});
    create policy tenant_update on ${name} as restrictive for update using (${organisation(write, acts.update)}) with check (${organisation(write, acts.update)});
    create policy tenant_delete on ${name} as restrictive for delete using (${organisation(write, acts.delete)});
    ${scopePolicies(table)}
    ${hiddenPolicy(table)}
    revoke all on ${name} from public, ironbark_tenant;
    grant ${grants.join(', ')} on ${name} to ironbark_tenant;`;
}

function hiddenPolicy({ name, scope }: TenantTable): string {
  if (scope.kind !== 'client' && scope.kind !== 'of-client') return '';
  const shown = notHidden(scope.kind === 'client' ? 'id' : scope.clientColumn);
  return `create policy hidden on ${name} as restrictive using (${shown}) with check (${shown});`;
}

function scopePolicies(table: TenantTable): string {
  const { name, scope } = table;
  if (scope.kind === 'organisation') return `create policy scope on ${name} using (true) with check (true);`;
  const call = enter(table.module);
  const me = `(select e.member_id from ${call} e)`;
  if (scope.kind === 'own') {
    const own = `${scope.memberColumn} = ${me}`;
    return `create policy scope on ${name} using (${own}) with check (${own});`;
  }
  if (scope.kind === 'custom') {
    return `
      create policy scope_select on ${name} for select using (${scope.select});
      create policy scope_insert on ${name} for insert with check (${scope.insert});
      create policy scope_update on ${name} for update using (${scope.update}) with check (${scope.update});
      create policy scope_delete on ${name} for delete using (${scope.delete});`;
  }
  if (scope.kind === 'client') {
    const visible = clientCondition(name, call, 'id');
    const insertable = `case (select e.scope from ${call} e) when 'all' then true
      when 'team' then ${inTeams(call, `${name}.team_id`)} else practitioner_id = ${me} end`;
    return `
      create policy scope_select on ${name} for select using (${visible});
      create policy scope_insert on ${name} for insert with check (${insertable});
      create policy scope_update on ${name} for update using (${visible}) with check (${visible});
      create policy scope_delete on ${name} for delete using (${visible});`;
  }
  const part = partCondition(name, call, scope.clientColumn);
  const visible = scope.narrowed === undefined ? part : `(${scope.narrowed}) and (${part})`;
  return `create policy scope on ${name} using (${visible}) with check (${visible});`;
}

function inTeams(call: string, column: string): string {
  return `${column} = any ((select e.team_ids from ${call} e)::uuid[])`;
}

function assignedTo(name: string, call: string, column: string): string {
  return `exists (select 1 from app.assignment s where s.org_id = ${name}.org_id
      and s.client_id = ${name}.${column} and s.member_id = (select e.member_id from ${call} e))`;
}

/** A bare OR would lose the short circuit of the common case: CASE keeps it. */
function clientCondition(name: string, call: string, idColumn: string): string {
  return `case (select e.scope from ${call} e) when 'all' then true
    when 'team' then ${inTeams(call, `${name}.team_id`)} else ${assignedTo(name, call, idColumn)} end`;
}

/** Short-circuits on scope "all": without it the planner hashes every visible client for fifty rows (DESIGN 4). */
function partCondition(name: string, call: string, column: string): string {
  return `case (select e.scope from ${call} e) when 'all' then true
    when 'team' then exists (select 1 from app.client c where c.org_id = ${name}.org_id and c.id = ${name}.${column}
      and ${inTeams(call, 'c.team_id')})
    else ${assignedTo(name, call, column)} end`;
}
