import { describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { GrantToken } from '../../src/common/database/grant-token.js';
import { newId } from '../../src/common/ids.js';
import { newPractice } from '../support/practice.js';
import { administrator, attempt, sqlAs, sqlOf, whileTheOtherWaits } from '../support/tenant-sql.js';

describe('an administrator’s look', () => {
  async function view(by: pg.Client, shown: string): Promise<GrantToken> {
    const token = GrantToken.mint();
    await by.query('select wall.begin_view($1, $2, $3)', [Buffer.from(token.hash, 'hex'), newId(), shown]);
    return token;
  }

  it('[ASVS 8.3.3] raises no event in the name of whom it shows', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const look = await sqlOf(await view(await sqlAs(practice, 0), practice.memberIds[1]!));
    expect(
      await attempt(
        look,
        `insert into events.outbox (id, org_id, type, payload) values (gen_random_uuid(), $1, 'clients.import_started.v1', $2)`,
        [practice.orgId, JSON.stringify({ memberId: practice.memberIds[1], importId: newId() })],
      ),
    ).toBe('42501');
  });

  it('does not begin after the one who looks was suspended', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }, { role: 'admin' }, {}] });
    const admin = await sqlAs(practice, 1);
    await admin.query('begin');
    const token = await view(admin, practice.memberIds[3]!);
    const owner = await sqlAs(practice, 0);
    const suspended = owner.query(`update app.member set state = 'suspended' where id = $1`, [practice.memberIds[1]]);
    await whileTheOtherWaits();
    await admin.query('commit');
    await suspended;
    expect(await attempt(await sqlOf(token), 'select 1 from app.organisation')).toBe('42501');
  });

  it('lasts no longer than the session it was opened from', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const admin = await sqlAs(practice, 0);
    await (
      await administrator()
    ).query(`update wall.live_grant set expires_at = clock_timestamp() + interval '1 minute' where member_id = $1 and kind = 'session'`, [
      practice.memberIds[0],
    ]);
    await view(admin, practice.memberIds[1]!);
    const { rows } = await (
      await administrator()
    ).query<{ longer: boolean }>(
      `select v.expires_at > s.expires_at as longer from wall.live_grant v join wall.live_grant s on s.id = v.under where v.kind = 'view' and v.org_id = $1`,
      [practice.orgId],
    );
    expect(rows).toEqual([{ longer: false }]);
  });
});
