import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { CaughtMail } from '../../src/common/mail/mail-catcher.js';
import { testApp, type TestApp } from '../support/app.js';
import { operate, operatorOf } from '../support/command-line.js';
import { administratorUrlOf } from '../support/database.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';

let server: TestApp;
let administrator: pg.Client;
beforeAll(async () => {
  server = await testApp();
  administrator = new pg.Client({ connectionString: administratorUrlOf((await testBench()).urls) });
  await administrator.connect();
});
afterAll(() => administrator.end());

/** Signs a practice's owner in as people do, by the link in the mail. Returns the session's cookie. */
async function byLink(practice: TestPractice): Promise<string> {
  const email = practice.emails[0]!;
  const asked = await server.http.post('/api/v1/auth/sign-in').send({ email }).expect(202);
  for (let attempt = 0; attempt < 100; attempt++) {
    const { body } = await server.http.get('/dev/mail.json');
    const token = /sign-in\/link#([\w-]{43})/.exec((body as CaughtMail[]).find(({ to }) => to === email)?.text ?? '')?.[1];
    if (token !== undefined) {
      const redeemed = server.http.post('/api/v1/auth/link').set('cookie', cookies(asked.headers)).send({ token });
      return cookies((await redeemed.expect(200)).headers)
        .split('; ')
        .find((one) => one.startsWith('ironbark-session='))!;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no mail came');
}

function cookies(headers: Record<string, unknown>): string {
  return (headers['set-cookie'] as string[]).map((one) => one.split(';', 1)[0]!).join('; ');
}

/** What the practice's own record says of the sign-ins, but for ids and times. */
async function signIns(practice: TestPractice): Promise<object[]> {
  const { rows } = await administrator.query<Record<string, unknown>>(
    `select e.action, e.outcome, e.subject_kind, e.fields, e.actor_member_id as member, e.subject_id = g.id as "subjectIsTheSession"
       from audit.event e left join wall.live_grant g on g.id = e.subject_id where e.org_id = $1 and e.action = 'sign_in'`,
    [practice.orgId],
  );
  return rows;
}

describe('ironbark session EMAIL', () => {
  it('leaves the entry in the organisation’s own record that a sign-in by link leaves', async () => {
    const [scripted, linked] = [await newPractice(), await newPractice()];
    const { urls } = await testBench();
    const { code, stdout } = await operate(operatorOf(urls), 'session', scripted.emails[0]!);
    expect(code).toBe(0);
    const byScript = /^Cookie: (ironbark-session=[\w-]{43})\n$/.exec(stdout)![1]!;
    const sessions = [
      { practice: scripted, cookie: byScript },
      { practice: linked, cookie: await byLink(linked) },
    ];
    for (const { practice, cookie } of sessions) {
      const { body } = await server.http.get('/api/v1/me').set('cookie', cookie).expect(200);
      expect(body).toMatchObject({ organisation: { id: practice.orgId } });
    }
    const entry = { action: 'sign_in', outcome: 'done', subject_kind: 'session', fields: [], subjectIsTheSession: true };
    for (const { practice } of sessions) expect(await signIns(practice)).toEqual([{ ...entry, member: practice.memberIds[0] }]);
  });

  it('tells apart, in the person’s own security log, a session that a script began', async () => {
    const practice = await newPractice();
    const { urls } = await testBench();
    const { stdout } = await operate(operatorOf(urls), 'session', practice.emails[0]!);
    const cookie = /ironbark-session=[\w-]+/.exec(stdout)![0];
    const { body } = await server.http.get('/api/v1/me/sign-ins').set('cookie', cookie).expect(200);
    expect((body as { items: { outcome: string }[] }).items.map(({ outcome }) => outcome)).toEqual(['signed_in_by_script']);
  });

  it('shows no cookie when the entry cannot be written', async () => {
    const practice = await newPractice();
    const { urls } = await testBench();
    const refusal = `refuse_${practice.orgId.replaceAll('-', '')}`;
    await administrator.query(
      `create function public.${refusal}() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
    );
    await administrator.query(
      `create trigger ${refusal} before insert on audit.event for each row when (new.org_id = '${practice.orgId}') execute function public.${refusal}()`,
    );
    const { code, stdout } = await operate(operatorOf(urls), 'session', practice.emails[0]!);
    await administrator.query(`drop function public.${refusal}() cascade`);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(await signIns(practice)).toEqual([]);
  });
});
