import { ACTS, ANY_WRITE, PART, enter, notHidden, type TenantTable } from '../src/common/database/row-security.js';

const organisation = { kind: 'organisation' } as const;
const NOBODY = '(select e.member_id from wall.enter(0, 1) e) is null';
const OWN_OR_TEAM_READER = `member_id = (select e.member_id from ${enter(null)} e) or (select e.ok from ${enter('team_management')} e)`;

/** Tables of the practice itself. */
export const ORGANISATION_TABLES: TenantTable[] = [
  { name: 'app.organisation', module: null, writeModule: 'settings', scope: organisation, grants: ['select'] },
  { name: 'app.file_number', module: null, acts: ANY_WRITE, writeModule: 'clients', scope: organisation, grants: ['select'] },
  {
    name: 'app.member_preference',
    module: null,
    scope: { kind: 'own', memberColumn: 'member_id' },
    grants: ['select', 'insert', 'update', 'delete'],
    updateColumns: ['value'],
  },
];

/** Members, teams, templates and grants: read by colleagues as far as they need, written with team management. */
export const ACCESS_TABLES: TenantTable[] = [
  {
    name: 'app.team',
    module: null,
    writeModule: 'team_management',
    scope: organisation,
    grants: ['select', 'insert', 'update', 'delete'],
    updateColumns: ['name', 'parent_id', 'default_template_id'],
  },
  {
    name: 'app.member',
    module: null,
    writeModule: 'team_management',
    acts: { update: ACTS.update | ACTS.delete },
    scope: organisation,
    grants: ['select', 'insert', 'update'],
    insertColumns: ['org_id', 'id', 'account_id', 'role', 'state', 'kind', 'profile'],
    updateColumns: ['role', 'state', 'profile'],
  },
  {
    name: 'app.team_member',
    module: null,
    writeModule: 'team_management',
    acts: { insert: ACTS.update, delete: ACTS.update },
    scope: organisation,
    grants: ['select', 'insert', 'delete'],
  },
  {
    name: 'app.role_template',
    module: null,
    writeModule: 'team_management',
    scope: organisation,
    grants: ['select', 'insert', 'update', 'delete'],
    updateColumns: ['name', 'scope', 'reads', 'creates', 'updates', 'deletes', 'version'],
  },
  {
    name: 'app.access_grant',
    module: null,
    writeModule: 'team_management',
    acts: { insert: ACTS.create | ACTS.update, update: ACTS.update, delete: ACTS.update },
    scope: { kind: 'custom', select: OWN_OR_TEAM_READER, insert: 'true', update: 'true', delete: 'true' },
    grants: ['select', 'insert', 'update', 'delete'],
    updateColumns: ['source', 'source_id', 'source_version', 'scope', 'reads', 'creates', 'updates', 'deletes', 'granted_by', 'granted_at'],
  },
  {
    // Written by a trigger as whatever changed access passes; read by whom it concerns and by those who manage the team.
    name: 'app.access_change',
    module: null,
    acts: { insert: ACTS.read },
    scope: { kind: 'custom', select: OWN_OR_TEAM_READER, insert: 'true', update: 'false', delete: 'false' },
    grants: ['select'],
  },
];

/** From where a practice is entered. The list is written by `wall.set_networks`, sightings by `wall.note_network`; read by who runs the practice. */
export const NETWORK_TABLES: TenantTable[] = [
  {
    name: 'app.network_list',
    module: 'settings',
    acts: { insert: ACTS.update, delete: ACTS.update },
    scope: organisation,
    grants: ['select'],
  },
  {
    name: 'app.network_sighting',
    module: null,
    acts: { insert: ACTS.read, update: ACTS.read, delete: ACTS.read },
    scope: {
      kind: 'custom',
      select: `(select e.ok and e.role <> 'member' from ${enter('settings')} e)`,
      insert: 'false',
      update: 'false',
      delete: 'false',
    },
    grants: ['select'],
  },
];

const part = { kind: 'of-client', clientColumn: 'client_id' } as const;
const search = (name: string, insert: string): TenantTable => ({
  name,
  module: 'clients',
  acts: ANY_WRITE,
  // Read by every member's search, which is sealed; kept by the job of the organisation. A member adds changes only.
  scope: { kind: 'custom', select: 'true', insert, update: NOBODY, delete: NOBODY },
  grants: ['select', 'insert', 'update', 'delete'],
});

/** Clients and what hangs on them. */
export const CLIENT_TABLES: TenantTable[] = [
  {
    name: 'app.assignment',
    module: 'clients',
    acts: ANY_WRITE,
    scope: {
      kind: 'custom',
      select: `case (select e.scope from ${enter('clients')} e) when 'all' then true else member_id = (select e.member_id from ${enter('clients')} e) end and ${notHidden('client_id')}`,
      insert: 'false',
      update: 'false',
      delete: 'false',
    },
    grants: ['select'],
  },
  {
    name: 'app.client',
    module: 'clients',
    acts: { update: ACTS.update | ACTS.delete },
    scope: { kind: 'client' },
    grants: ['select', 'insert', 'update'],
    updateColumns: [
      'status',
      'team_id',
      'practitioner_id',
      'last_activity_at',
      'archived_at',
      'status_before_archive',
      'merged_into_id',
      'version',
      'card',
      'details',
    ],
  },
  {
    name: 'app.client_identifier',
    module: 'clients',
    acts: PART,
    scope: part,
    grants: ['select', 'insert', 'update', 'delete'],
    updateColumns: ['client_id', 'kind', 'sealed'],
  },
  {
    name: 'app.client_lookup',
    module: 'clients',
    acts: ANY_WRITE,
    scope: part,
    grants: ['select', 'insert', 'update', 'delete'],
    updateColumns: ['client_id'],
  },
  {
    name: 'app.client_relationship',
    module: 'clients',
    acts: PART,
    scope: part,
    grants: ['select', 'insert', 'update', 'delete'],
    updateColumns: ['client_id', 'other_client_id', 'sealed'],
  },
  {
    name: 'app.client_consent',
    module: 'clients',
    acts: PART,
    scope: part,
    grants: ['select', 'insert', 'update'],
    updateColumns: ['client_id', 'withdrawn_on', 'sealed'],
  },
  { ...search('app.client_search_segment', NOBODY), grants: ['select', 'insert', 'delete'] },
  { ...search('app.client_search_generation', NOBODY), grants: ['select', 'insert', 'update'] },
  { ...search('app.client_search_delta', 'true'), grants: ['select', 'insert', 'delete'] },
  {
    name: 'app.client_import',
    module: 'clients',
    acts: { update: ACTS.create },
    scope: { kind: 'own', memberColumn: 'created_by' },
    grants: ['select', 'insert', 'update'],
    updateColumns: ['state', 'total_rows', 'ready_rows', 'error_rows', 'imported_rows', 'failed_rows', 'finished_at', 'sealed'],
  },
  {
    name: 'app.client_import_row',
    module: 'clients',
    acts: { update: ACTS.create, delete: ACTS.create },
    scope: {
      kind: 'custom',
      // Seen only with their import, which only its author sees.
      ...Object.fromEntries(
        (['select', 'insert', 'update', 'delete'] as const).map((command) => [
          command,
          'exists (select 1 from app.client_import i where i.org_id = client_import_row.org_id and i.id = client_import_row.import_id)',
        ]),
      ),
    } as TenantTable['scope'],
    grants: ['select', 'insert', 'update', 'delete'],
    updateColumns: ['outcome', 'client_id', 'sealed'],
  },
];

/** The access record and the outbox: for each, one policy with everything in a single call of the wall. */
export const AUDIT_AND_EVENTS = `
  -- The triggers that keep assignments run as the owner, inside the organisation of whoever acts.
  create policy kept_by_owner on app.assignment to ironbark_owner using (true) with check (true);
  create policy tenant on audit.event as restrictive for select using ((org_id, true) = (select e.org_id, e.ok from wall.enter(0, 1) e));
  create policy tenant_insert on audit.event as restrictive for insert
    with check ((org_id, true, coalesce(actor_member_id, org_id)) = (select e.org_id, e.ok, coalesce(e.actor_id, e.org_id) from wall.enter(0, 1) e));
  -- Written by whoever acts, in their own name only: of a view, that is who looks.
  create policy scope_insert on audit.event for insert with check (true);
  -- Read by whoever may read the client that it is about; of a member, by that member and by those who manage the team.
  create policy scope_select on audit.event for select using (case subject_kind
    when 'client' then exists (select 1 from app.client c where c.org_id = event.org_id and c.id = event.subject_id)
    when 'member' then subject_id = (select e.member_id from wall.enter(0, 1) e) or (select e.ok from wall.enter(512, 1) e)
    else false end);
  do $$
  declare part regclass;
  begin
    for part in select inhrelid::regclass from pg_inherits where inhparent = 'audit.event'::regclass loop
      execute format('create policy tenant on %s as restrictive using ((org_id, true) = (select e.org_id, e.ok from wall.enter(0, 1) e))', part);
    end loop;
  end $$;
  create or replace function audit.ensure_partitions(months_ahead int) returns void
  language plpgsql security definer set search_path = audit, pg_temp as $$
  declare first date; part text;
  begin
    for month in 0 .. least(months_ahead, 24) loop
      first := (date_trunc('month', clock_timestamp() at time zone 'UTC') + make_interval(months => month))::date;
      part := 'event_' || to_char(first, 'YYYY_MM');
      if to_regclass('audit.' || part) is null then
        execute format('create table audit.%I partition of audit.event for values from (%L) to (%L)', part,
                       first::timestamp at time zone 'UTC', (first + interval '1 month')::timestamp at time zone 'UTC');
        execute format('alter table audit.%I enable row level security', part);
        execute format('alter table audit.%I force row level security', part);
        execute format('create policy tenant on audit.%I as restrictive using ((org_id, true) = (select e.org_id, e.ok from wall.enter(0, 1) e))', part);
      end if;
    end loop;
  end $$;
  -- What is raised makes others write: a look raises nothing.
  create policy raised_by_tenant on events.outbox for insert to ironbark_tenant
    with check ((org_id, true, coalesce(payload ->> 'memberId', org_id::text))
      in (select e.org_id, e.ok, m.id from wall.enter(0, 4) e, unnest(array[e.org_id::text, e.member_id::text]) m (id)));`;
