/*
 * Row security as the first migrations wrote it; the eighth replaces every policy by those of
 * src/common/database/row-security.ts. Kept because a migration that has run is never rewritten.
 */

/** How far a row of a tenant table reaches beyond its organisation and module. */
export type RowScope =
  | { kind: 'organisation' }
  /** The row is a client, or names one in `clientColumn`: scope all, team or assigned decides. */
  | { kind: 'client'; idColumn: string; teamColumn?: string }
  /** Visible and writable only for the member named in the column. */
  | { kind: 'own'; memberColumn: string };

/** What the tenant login may do with a tenant table; everything else stays revoked. */
export interface TenantTable {
  /** Schema-qualified name. */
  name: string;
  /** Module bit of the switch that opens the table; 0 for what every signed-in member may reach. */
  module: number;
  scope: RowScope;
  /** Privileges granted to the tenant login. */
  grants: ('select' | 'insert' | 'update' | 'delete')[];
  /** Columns the tenant login may update, when not all. */
  updateColumns?: string[];
}

/**
 * The SQL that puts one table behind the wall (DESIGN 4): row security enabled and FORCED, one RESTRICTIVE policy for
 * organisation and module planned as a single InitPlan, one permissive policy for the scope. Every tenant table of
 * every migration goes through here; the inventory test fails for one that does not.
 */
export function behindTheWall(table: TenantTable): string {
  const enter = `wall.enter(${table.module})`;
  const organisation = `(org_id, true) = (select e.org_id, e.ok from ${enter} e)`;
  const scoped = scopeCondition(table, enter);
  const update = table.updateColumns ? `update (${table.updateColumns.join(', ')})` : 'update';
  const grants = table.grants.map((grant) => (grant === 'update' ? update : grant)).join(', ');
  return `
    alter table ${table.name} enable row level security;
    alter table ${table.name} force row level security;
    create policy tenant on ${table.name} as restrictive using (${organisation}) with check (${organisation});
    ${scoped}
    revoke all on ${table.name} from public;
    grant ${grants} on ${table.name} to ironbark_tenant;`;
}

function scopeCondition(table: TenantTable, enter: string): string {
  const { name, scope } = table;
  if (scope.kind === 'organisation') return `create policy scope on ${name} using (true) with check (true);`;
  if (scope.kind === 'own') {
    const own = `${scope.memberColumn} = (select e.member_id from ${enter} e)`;
    return `create policy scope on ${name} using (${own}) with check (${own});`;
  }
  const assigned = (id: string) => `exists (select 1 from app.assignment s where s.org_id = ${name}.org_id
      and s.client_id = ${name}.${id} and s.member_id = (select e.member_id from ${enter} e))`;
  if (scope.teamColumn !== undefined) {
    const team = `${scope.teamColumn} = any ((select e.team_ids from ${enter} e)::uuid[])`;
    const visible = `case (select e.scope from ${enter} e) when 'all' then true when 'team' then ${team} else ${assigned(scope.idColumn)} end`;
    const insertable = `case (select e.scope from ${enter} e) when 'all' then true when 'team' then ${team}
      else practitioner_id = (select e.member_id from ${enter} e) end`;
    return `
      create policy scope_select on ${name} for select using (${visible});
      create policy scope_insert on ${name} for insert with check (${insertable});
      create policy scope_update on ${name} for update using (${visible}) with check (${visible});
      create policy scope_delete on ${name} for delete using (${visible});`;
  }
  const visible = `case (select e.scope from ${enter} e) when 'all' then true
    when 'team' then exists (select 1 from app.client c where c.org_id = ${name}.org_id and c.id = ${name}.${scope.idColumn}
      and c.team_id = any ((select e.team_ids from ${enter} e)::uuid[]))
    else ${assigned(scope.idColumn)} end`;
  return `create policy scope on ${name} using (${visible}) with check (${visible});`;
}
