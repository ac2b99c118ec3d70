import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACTS, ANY_WRITE, PART, behindTheWall, enter, type TenantTable } from '../src/common/database/row-security.js';

/**
 * Documents (ADR 13): what describes a file is sealed here, its bytes are sealed under a key of their own in the object
 * store, and nobody reaches them but by a link of their own session. A link is a row: row security lets a session
 * make one for itself and a client it sees, for an hour at most, and nothing else.
 */
export class Documents1700000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(GRANT_ID);
    for (const table of DOCUMENT_TABLES) await runner.query(behindTheWall(table));
    await runner.query(HISTORY);
    await runner.query(`
      alter table app.document alter column card set statistics 0;
      alter table app.document_version alter column file_key set statistics 0, alter column sealed set statistics 0;
      alter table app.document_thumbnail alter column sealed set statistics 0;
      alter table app.document_link alter column token_hash set statistics 0;
      alter table app.document_bundle alter column token_hash set statistics 0`);
  }

  async down(): Promise<void> {
    throw new Error('Documents are not taken back: restore the database from before this migration.');
  }
}

const TABLES = `
  create table app.document (
    org_id uuid not null references app.organisation (org_id),
    id uuid not null,
    client_id uuid not null,
    state text not null check (state in ('arriving', 'filed', 'archived', 'removed')),
    current_version_id uuid,
    dated boolean not null default false,
    made_by uuid,
    created_at timestamptz not null default clock_timestamp(),
    changed_at timestamptz not null default clock_timestamp(),
    removed_at timestamptz,
    version int not null default 1,
    card bytea not null,
    primary key (org_id, id),
    foreign key (org_id, client_id) references app.client (org_id, id),
    foreign key (org_id, made_by) references app.member (org_id, id),
    check ((state = 'removed') = (removed_at is not null)),
    check (state in ('arriving', 'removed') or current_version_id is not null)
  );
  create index document_client on app.document (org_id, client_id, created_at desc, id desc);
  create index document_newest on app.document (org_id, created_at desc, id desc) where state = 'filed';
  create index document_dated on app.document (org_id, id) where dated and state = 'filed';
  create index document_removed on app.document (org_id, removed_at) where removed_at is not null;
  comment on column app.document.dated is 'Whether its card holds an expiry date, so that reminders open no other cards.';
  comment on column app.document.made_by is 'Null for what came from outside the practice.';

  create table app.document_version (
    org_id uuid not null,
    id uuid not null,
    document_id uuid not null,
    client_id uuid not null,
    number int not null check (number > 0),
    state text not null check (state in ('arriving', 'checking', 'ready', 'refused', 'gone')),
    object_key text not null check (object_key ~ '^documents/[0-9a-f]{32}$'),
    bytes bigint not null check (bytes > 0),
    made_by uuid,
    made_at timestamptz not null default clock_timestamp(),
    settled_at timestamptz,
    file_key bytea not null,
    sealed bytea not null,
    primary key (org_id, id),
    unique (org_id, object_key),
    unique (org_id, document_id, number),
    foreign key (org_id, document_id) references app.document (org_id, id) on delete cascade,
    foreign key (org_id, client_id) references app.client (org_id, id)
  );
  alter table app.document add foreign key (org_id, current_version_id) references app.document_version (org_id, id) deferrable initially deferred;
  create index document_version_waiting on app.document_version (org_id, state, made_at) where state in ('arriving', 'checking');
  create index document_version_client on app.document_version (org_id, client_id);
  comment on column app.document_version.file_key is 'The key of the file''s bytes, sealed for this row.';

  create table app.document_thumbnail (
    org_id uuid not null,
    version_id uuid not null,
    client_id uuid not null,
    sealed bytea not null,
    primary key (org_id, version_id),
    foreign key (org_id, version_id) references app.document_version (org_id, id) on delete cascade
  );
  create index document_thumbnail_client on app.document_thumbnail (org_id, client_id);

  create table app.document_upload (
    org_id uuid not null,
    id uuid not null,
    document_id uuid not null,
    version_id uuid not null,
    client_id uuid not null,
    member_id uuid,
    length bigint not null check (length > 0),
    received bigint not null default 0 check (received between 0 and length),
    parts jsonb not null default '[]',
    store_upload text,
    writer uuid,
    writer_until timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null default clock_timestamp() + interval '7 days',
    done_at timestamptz,
    primary key (org_id, id),
    foreign key (org_id, version_id) references app.document_version (org_id, id) on delete cascade
  );
  create unique index document_upload_version on app.document_upload (org_id, version_id);
  create index document_upload_expiry on app.document_upload (org_id, expires_at);
  comment on table app.document_upload is 'A file on its way in. Only the member who began it goes on with it.';
  comment on column app.document_upload.writer is 'The request that stores pieces now, until writer_until: of two at once one waits.';

  create table app.document_link (
    org_id uuid not null,
    id uuid not null,
    token_hash bytea not null check (octet_length(token_hash) = 32),
    grant_id uuid not null,
    member_id uuid,
    client_id uuid not null,
    document_id uuid not null,
    version_id uuid not null,
    purpose text not null check (purpose in ('view', 'download')),
    created_at timestamptz not null default statement_timestamp(),
    expires_at timestamptz not null default statement_timestamp() + interval '1 hour',
    ended_at timestamptz,
    primary key (org_id, id),
    unique (org_id, token_hash),
    foreign key (org_id, version_id) references app.document_version (org_id, id) on delete cascade,
    check (expires_at <= created_at + interval '1 hour')
  );
  create index document_link_expiry on app.document_link (org_id, expires_at);
  comment on table app.document_link is 'A way to one version for one session, an hour at most. The token is known to its holder alone; here lies its SHA-256.';

  create table app.document_bundle (
    org_id uuid not null references app.organisation (org_id),
    id uuid not null,
    token_hash bytea not null check (octet_length(token_hash) = 32),
    grant_id uuid not null,
    document_ids uuid[] not null check (cardinality(document_ids) between 1 and 1000),
    created_at timestamptz not null default statement_timestamp(),
    expires_at timestamptz not null default statement_timestamp() + interval '1 hour',
    primary key (org_id, id),
    unique (org_id, token_hash),
    check (expires_at <= created_at + interval '1 hour')
  );
  create index document_bundle_expiry on app.document_bundle (org_id, expires_at);
  comment on table app.document_bundle is 'A way to several documents as one zip, for one session, an hour at most. What is in it is asked of row security when it is opened.';

  create table app.document_rules (
    org_id uuid primary key references app.organisation (org_id),
    allowed text[],
    version int not null default 1,
    check (allowed is null or cardinality(allowed) between 1 and 60)
  );
  comment on table app.document_rules is 'Which kinds of files a practice takes; null: those that Ironbark takes by default.';`;

/** The grant that a statement acts under, so that a policy can bind a row to one session. */
const GRANT_ID = `
  create function wall.grant_id() returns uuid
  language plpgsql stable security definer set search_path = wall, pg_temp as $$
  declare found_id uuid;
  begin
    select g.id into found_id from live_grant g where g.token_hash = sha256(decode(current_setting('ironbark.token'), 'hex')) and g.ended_at is null;
    if found_id is null then raise insufficient_privilege using message = 'no live grant'; end if;
    return found_id;
  end $$;
  revoke all on function wall.grant_id() from public;
  grant execute on function wall.grant_id() to ironbark_tenant;`;

const DOCUMENTS = 'documents';
const ofClient = { kind: 'of-client', clientColumn: 'client_id' } as const;
/** The member's own, or, for work of the practice as a whole, anybody's. */
const MINE = `(select e.member_id from ${enter(DOCUMENTS)} e) is null or member_id = (select e.member_id from ${enter(DOCUMENTS)} e)`;

/** Of the session that acts, or, for work of the practice as a whole, of any. */
const THIS_GRANT = `grant_id = (select wall.grant_id()) or (select e.member_id from ${enter(DOCUMENTS)} e) is null`;
const OWN_GRANT = { kind: 'custom', select: THIS_GRANT, insert: THIS_GRANT, update: THIS_GRANT, delete: THIS_GRANT } as const;

const DOCUMENT_TABLES: TenantTable[] = [
  {
    name: 'app.document',
    module: DOCUMENTS,
    scope: ofClient,
    acts: { update: ACTS.create | ACTS.update | ACTS.delete },
    grants: ['select', 'insert', 'update', 'delete'],
    insertColumns: ['org_id', 'id', 'client_id', 'state', 'dated', 'made_by', 'card'],
    updateColumns: ['client_id', 'state', 'current_version_id', 'dated', 'changed_at', 'removed_at', 'version', 'card'],
  },
  {
    name: 'app.document_version',
    module: DOCUMENTS,
    scope: ofClient,
    acts: { ...PART, update: ACTS.create | ACTS.update | ACTS.delete, delete: ACTS.delete },
    grants: ['select', 'insert', 'update'],
    insertColumns: ['org_id', 'id', 'document_id', 'client_id', 'number', 'state', 'object_key', 'bytes', 'made_by', 'file_key', 'sealed'],
    updateColumns: ['client_id', 'state', 'settled_at', 'sealed'],
  },
  {
    name: 'app.document_thumbnail',
    module: DOCUMENTS,
    scope: ofClient,
    acts: ANY_WRITE,
    grants: ['select', 'insert', 'update', 'delete'],
    updateColumns: ['client_id', 'sealed'],
  },
  {
    name: 'app.document_upload',
    module: DOCUMENTS,
    scope: { ...ofClient, narrowed: MINE },
    acts: { ...PART, update: ACTS.create | ACTS.update, delete: ACTS.create | ACTS.update },
    grants: ['select', 'insert', 'update', 'delete'],
    insertColumns: ['org_id', 'id', 'document_id', 'version_id', 'client_id', 'member_id', 'length'],
    updateColumns: ['client_id', 'received', 'parts', 'store_upload', 'writer', 'writer_until', 'done_at'],
  },
  {
    name: 'app.document_link',
    module: DOCUMENTS,
    // To open is to read: whoever may read makes a link, for the session that asks and for nobody else.
    scope: { ...ofClient, narrowed: THIS_GRANT },
    acts: { insert: ACTS.read, update: ACTS.read, delete: ACTS.read },
    grants: ['select', 'insert', 'update', 'delete'],
    insertColumns: ['org_id', 'id', 'token_hash', 'grant_id', 'member_id', 'client_id', 'document_id', 'version_id', 'purpose'],
    updateColumns: ['ended_at', 'client_id'],
  },
  {
    name: 'app.document_bundle',
    module: DOCUMENTS,
    scope: OWN_GRANT,
    acts: { insert: ACTS.read, update: ACTS.read, delete: ACTS.read },
    grants: ['select', 'insert', 'delete'],
    insertColumns: ['org_id', 'id', 'token_hash', 'grant_id', 'document_ids'],
  },
  {
    name: 'app.document_rules',
    module: DOCUMENTS,
    writeModule: 'settings',
    scope: { kind: 'organisation' },
    acts: { insert: ACTS.update },
    grants: ['select', 'insert', 'update'],
    updateColumns: ['allowed', 'version'],
  },
];

/** The record of a document is read by whoever may read it, and, also of one that is gone, by those who run the practice. */
const HISTORY = `
  drop policy scope_select on audit.event;
  create policy scope_select on audit.event for select using (case subject_kind
    when 'client' then exists (select 1 from app.client c where c.org_id = event.org_id and c.id = event.subject_id)
    when 'document' then (select e.ok and e.role <> 'member' and e.scope = 'all' from ${enter(DOCUMENTS)} e)
      or exists (select 1 from app.document d where d.org_id = event.org_id and d.id = event.subject_id)
    when 'member' then subject_id = (select e.member_id from wall.enter(0, 1) e) or (select e.ok from wall.enter(512, 1) e)
    else false end);`;
