import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Clients are told of what is open again and reminded of what is outstanding. What is noted is when, never of what: items
 * and the day they are due by stay sealed. Requests from before stay without reminders: nobody was asked whether to send any.
 */
export class ClientReminders1700000000026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table app.document_request
        add column reminders boolean not null default false,
        add column reopened_since timestamptz,
        add column reopened_at timestamptz,
        add column told_at timestamptz,
        add column reminded_at timestamptz;
      alter table app.document_request alter column reminders set default true;
      create index document_request_reminded on app.document_request (org_id, id) where reminders and ended_at is null and sent_at is null;
      grant insert (reminders), update (reopened_since, reopened_at, told_at, reminded_at) on app.document_request to ironbark_tenant;
      comment on column app.document_request.reopened_since is 'When something was first asked anew that the client has not been told of; null when they know of everything.';
      comment on column app.document_request.reopened_at is 'When something was last asked anew.';
      comment on column app.document_request.told_at is 'When the client was last told by mail, after the first mail; reminded_at: by a reminder.';

      -- Whether anybody who has its link could come in by a door.
      create function wall.door_opens(door_id uuid) returns boolean
      language sql stable security definer set search_path = wall, pg_temp as $$
        select exists (select from door d where d.id = door_id and d.ended_at is null and d.until > clock_timestamp()
                          and (d.closes_at is null or d.closes_at > clock_timestamp()))
      $$;
      revoke all on function wall.door_opens(uuid) from public;
      grant execute on function wall.door_opens(uuid) to ironbark_jobs`);
  }

  async down(): Promise<void> {
    throw new Error('Who was told of what is not taken back: restore the database from before this migration.');
  }
}
