import { GrantToken } from '../../src/common/database/grant-token.js';
import type { TenantTransaction } from '../../src/common/database/tenant-transaction.js';
import { newId } from '../../src/common/ids.js';
import { systemClock } from '../../src/common/clock/clock.js';
import { applyTemplate, previewTemplate } from '../../src/modules/access-control/use-cases/apply-template.use-case.js';
import { listTemplates } from '../../src/modules/access-control/use-cases/role-templates.use-case.js';
import { ClientIndexes } from '../../src/modules/clients/index.js';
import { ListClientsQuery } from '../../src/modules/clients/queries/list-clients.query.js';
import { SearchClientsQuery } from '../../src/modules/clients/queries/search-clients.query.js';
import type { Ground } from './ground.js';
import { fillPractice, settle } from './made-clients.js';
import { foundPractice, SCOPES, signIn, type AskingScope, type MadePractice, type MadeSession } from './made-practice.js';
import { judged, type Measurement } from './report.js';
import type { Bench } from './rows.js';
import { median, rounded } from './statistics.js';

const CLIENTS = 400_000;
const SIZE = { teams: 60, members: 800 };
const ROUNDS = 15;
const LIMIT_S = 2;
const COUNT = 'select count(*) from app.client where archived_at is null';

/** One question, asked as members of each scope. */
type Question = (tx: TenantTransaction, session: MadeSession) => Promise<unknown>;

/** Narrow scopes against "all" at 400,000 clients, 800 members and 60 teams; and a role given to 800 members who are signed in. */
export async function accessRow(bench: Bench): Promise<Measurement[]> {
  const ground = await bench.ground();
  const practice = await bench.step(`access: making ${CLIENTS.toLocaleString('en-AU')} clients`, async () => {
    const made = await foundPractice(ground, 'access', SIZE);
    await fillPractice(ground, made, { count: CLIENTS, seed: 4, segments: true });
    await settle(ground, []);
    return made;
  });
  const sessions = {} as Record<AskingScope, MadeSession>;
  for (const scope of SCOPES) sessions[scope] = await signIn(ground, practice, scope);
  const indexes = new ClientIndexes(ground.keys, systemClock);
  const [lists, searches] = [new ListClientsQuery(), new SearchClientsQuery(indexes)];
  const questions: Record<string, Question> = {
    list: (tx, { token }) => lists.execute(tx, token, { filters: {}, cursor: null, limit: 50 }),
    count: (tx) => tx.query({ text: COUNT }),
    search: (tx) =>
      searches.execute(tx, { text: 'an', filters: {}, bornFrom: null, bornTo: null, sort: 'relevance', cursor: null, limit: 20 }),
  };
  const measurements: Measurement[] = [];
  for (const [name, ask] of Object.entries(questions))
    measurements.push(...(await bench.step(`access: ${name}`, () => narrow(ground, name, ask, sessions))));
  measurements.push(await bench.step('access: a role for 800 members', () => bulk(ground, practice, sessions.all)));
  return measurements;
}

async function narrow(ground: Ground, name: string, ask: Question, sessions: Record<AskingScope, MadeSession>): Promise<Measurement[]> {
  const times: Record<AskingScope, number[]> = { all: [], team: [], assigned: [] };
  for (let round = -2; round < ROUNDS; round++) {
    for (const scope of SCOPES) {
      const took = await timed(ground, sessions[scope], ask);
      if (round >= 0) times[scope].push(took);
    }
  }
  const plans = name === 'count' ? await plansOf(ground, sessions) : undefined;
  return (['team', 'assigned'] as const).map((scope) =>
    judged({
      row: 'access',
      name: `${name} of ${CLIENTS.toLocaleString('en-AU')} clients, scope ${scope}`,
      value: median(times[scope]),
      unit: 'ms',
      against: median(times.all),
      peer: 'scope all',
      ratio: median(times[scope].map((took, round) => took / times.all[round]!)),
      target: { atMost: 1.5 },
      detail: { ...(plans && { plan: plans[scope] }), times: times[scope].map(rounded) },
    }),
  );
}

async function timed({ tenants }: Ground, session: MadeSession, ask: Question): Promise<number> {
  const begun = performance.now();
  await tenants.run(session.token, (tx) => ask(tx, session));
  return performance.now() - begun;
}

async function plansOf({ tenants }: Ground, sessions: Record<AskingScope, MadeSession>): Promise<Record<AskingScope, string[]>> {
  const plans = {} as Record<AskingScope, string[]>;
  for (const scope of SCOPES) {
    const rows = await tenants.run(sessions[scope].token, (tx) =>
      tx.query<{ 'QUERY PLAN': string }>({ text: `explain (analyze, buffers) ${COUNT}` }),
    );
    plans[scope] = rows.map((row) => row['QUERY PLAN']);
  }
  return plans;
}

/** Everybody is signed in; one role is previewed and applied; afterwards everybody's session still opens. */
async function bulk({ tenants, administrator }: Ground, practice: MadePractice, owner: MadeSession): Promise<Measurement> {
  const memberIds = practice.memberIds.slice(1);
  const tokens = memberIds.map(() => GrantToken.mint());
  await administrator.query(
    `update wall.live_grant set ended_at = now(), ended_reason = 'finished' where org_id = $1 and member_id = any ($2) and ended_at is null`,
    [practice.orgId, memberIds],
  );
  await administrator.query(
    `insert into wall.live_grant (token_hash, id, kind, org_id, member_id, account_id, modules, assurance, idle_until, expires_at)
     select u.hash, u.id, 'session', a.org_id, a.member_id, a.account_id, 1023, 3, now() + '1 day'::interval, now() + '1 day'::interval
       from unnest($1::bytea[], $2::uuid[], $3::uuid[]) u (hash, id, member) join wall.member_access a on a.member_id = u.member`,
    [tokens.map(({ storedHash }) => storedHash), memberIds.map(() => newId()), memberIds],
  );
  const took: number[] = [];
  for (const name of ['Reception', 'Client Service', 'Practitioner']) {
    const begun = performance.now();
    await tenants.run(owner.token, async (tx) => {
      const role = (await listTemplates(tx)).find((template) => template.name === name)!;
      const { token } = await previewTemplate(tx, role.id, memberIds);
      await applyTemplate(tx, role.id, memberIds, token);
    });
    took.push((performance.now() - begun) / 1000);
  }
  for (const token of tokens) await tenants.run(token, async (tx) => tx.principal());
  return judged({
    row: 'access',
    name: `a role previewed and applied to ${memberIds.length} signed-in members, all still signed in`,
    value: median(took),
    unit: 's',
    against: LIMIT_S,
    peer: 'limit',
    target: { atMost: 1 },
    detail: { took: took.map(rounded) },
  });
}
