import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever is named for break-glass keeps the passkey that opens it: the identity login may ask whether an account is. */
export class GlassPasskey1700000000028 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function wall.keeps_glass(account uuid) returns boolean
      language sql stable security definer set search_path = wall, pg_temp as $$
        select exists (select from break_glass_owner b join member_access a on a.member_id = b.member_id and a.org_id = b.org_id
                        where a.account_id = account and a.active)
      $$;
      revoke all on function wall.keeps_glass(uuid) from public;
      grant execute on function wall.keeps_glass(uuid) to ironbark_identity`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function wall.keeps_glass(uuid)');
  }
}
