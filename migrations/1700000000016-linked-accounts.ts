import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Google and Apple accounts that people linked to theirs (promise I-33), and the sign-ins that are on their way through
 * such a provider. What a provider says of an address opens nothing: only a link that was made from inside a session does.
 */
export class LinkedAccounts1700000000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table identity.linked_account (
        id uuid primary key,
        account_id uuid not null references identity.account (id) on delete cascade,
        provider text not null check (provider in ('google', 'apple')),
        subject_index bytea not null check (octet_length(subject_index) = 8),
        sealed bytea not null,
        created_at timestamptz not null default clock_timestamp(),
        last_used_at timestamptz,
        unique (provider, subject_index),
        unique (account_id, provider)
      );
      comment on column identity.linked_account.subject_index is 'Blind index of the provider''s own name for the person, under the platform key.';

      create table identity.provider_flow (
        id uuid primary key,
        provider text not null check (provider in ('google', 'apple')),
        purpose text not null check (purpose in ('sign_in', 'link')),
        browser_hash bytea not null unique check (octet_length(browser_hash) = 32),
        state_hash bytea not null unique check (octet_length(state_hash) = 32),
        sealed bytea not null,
        result bytea,
        created_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null,
        called_at timestamptz,
        spent_at timestamptz
      );
      create index provider_flow_expiry on identity.provider_flow (expires_at);
      comment on table identity.provider_flow is 'A way through a provider and back. Its result is spent only by the browser that set out.';

      grant select, insert, delete on identity.linked_account, identity.provider_flow to ironbark_identity;
      grant update (last_used_at) on identity.linked_account to ironbark_identity;
      grant update (result, called_at, spent_at) on identity.provider_flow to ironbark_identity;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Linked accounts are not taken back: restore the database from before this migration.');
  }
}
