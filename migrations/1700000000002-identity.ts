import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts, sign-in requests, the sign-in log and queued mail: the identity login's own tables. Addresses are sealed. */
export class Identity1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table identity.account (
        id uuid primary key,
        email_index bytea not null unique check (octet_length(email_index) = 8),
        sealed bytea not null,
        created_at timestamptz not null default clock_timestamp(),
        disabled_at timestamptz
      );
      comment on column identity.account.email_index is 'Blind index of the normalised address under the platform key.';

      create table identity.sign_in_request (
        id uuid primary key,
        account_id uuid references identity.account (id) on delete cascade,
        email_index bytea not null,
        browser_hash bytea not null check (octet_length(browser_hash) = 32),
        link_hash bytea not null unique check (octet_length(link_hash) = 32),
        code_hash bytea,
        code_attempts int not null default 0,
        created_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null,
        spent_at timestamptz,
        killed_at timestamptz
      );
      create index sign_in_request_address on identity.sign_in_request (email_index, created_at);
      create index sign_in_request_browser on identity.sign_in_request (browser_hash);
      create index sign_in_request_expiry on identity.sign_in_request (expires_at);

      create table identity.sign_in_event (
        id uuid primary key,
        account_id uuid not null references identity.account (id) on delete cascade,
        at timestamptz not null default clock_timestamp(),
        outcome text not null,
        sealed bytea not null
      );
      create index sign_in_event_account on identity.sign_in_event (account_id, at desc);

      create table identity.mail (
        id uuid primary key,
        sealed bytea not null,
        queued_at timestamptz not null default clock_timestamp(),
        sent_at timestamptz
      );

      grant usage on schema identity to ironbark_identity;
      grant select, insert, delete on identity.account, identity.sign_in_request, identity.sign_in_event, identity.mail to ironbark_identity;
      grant update (disabled_at) on identity.account to ironbark_identity;
      grant update (code_hash, code_attempts, spent_at, killed_at) on identity.sign_in_request to ironbark_identity;
      grant update (sealed, sent_at) on identity.mail to ironbark_identity;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table identity.mail, identity.sign_in_event, identity.sign_in_request, identity.account');
  }
}
