import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { entriesOf } from '../support/access-record.js';
import { testApp, type TestApp } from '../support/app.js';
import { Authenticator } from '../support/authenticator.js';
import { Visitor } from '../support/door.js';
import { addPasskey, logOf, TurnedClock } from '../support/factors.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';

const clock = new TurnedClock();
let app: TestApp;
beforeAll(async () => {
  app = await testApp({ clock, env: { TRUSTED_PROXIES: '127.0.0.1' } });
});

interface Owner {
  id: string;
  email: string;
  visitor: Visitor;
  passkey: Authenticator;
}

let practice: TestPractice;
let owners: Owner[];
beforeEach(async () => {
  practice = await newPractice({ members: [{}, { role: 'owner' }, { role: 'admin' }, {}] });
  owners = [];
  for (const index of [0, 1]) {
    const visitor = new Visitor(app);
    await visitor.byMail(practice.emails[index]!);
    owners.push({ id: practice.memberIds[index]!, email: practice.emails[index]!, visitor, passkey: await addPasskey(visitor) });
  }
});

/** Requires a connection of every session, as single sign-on does once it is enforced. */
async function requireSso(orgId: string): Promise<void> {
  const { owner } = await testBench();
  await owner.query({
    text: `insert into wall.sso_door (connection_id, org_id, kind, name, state, enforced_from, confirmed)
           values ($1, $2, 'oidc', 'Directory', 'on', clock_timestamp() - interval '1 minute', true)`,
    values: [newId(), orgId],
  });
}

const name = async (visitor: Visitor, status = 200) =>
  visitor.put('/organisation/break-glass', { named: owners.map(({ id }) => id) }, status);

/** The notices of broken glass that were mailed, once there are so many. */
async function toldOf(count: number): Promise<{ to: string; text: string }[]> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const { body } = await app.http.get('/dev/mail.json');
    const told = (body as { to: string; subject: string; text: string }[]).filter(
      ({ to, subject }) => subject.startsWith('Break-glass') && practice.emails.includes(to),
    );
    if (told.length >= count) return told;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nobody was told');
}

/** Breaks the glass with a passkey. */
async function breakGlass(passkey: Authenticator, status = 200, visitor = new Visitor(app)): Promise<Visitor> {
  const { options } = await visitor.post('/auth/passkey/options', {}, 200);
  const body = { response: passkey.get(options as never), reason: 'The identity provider is down.' };
  await visitor.post('/auth/break-glass', body, status);
  return visitor;
}

describe('break-glass', () => {
  it('lets a named owner in by passkey when single sign-on is required, on record with the reason, and tells everybody who runs the practice', async () => {
    await name(owners[0]!.visitor);
    await requireSso(practice.orgId);
    await new Visitor(app).post('/auth/passkey', {}, 400);
    const visitor = await breakGlass(owners[1]!.passkey);
    const me = await visitor.get('/me', 200);
    const until = new Date((me['session'] as { expiresAt: string }).expiresAt).getTime();
    expect(until - Date.now()).toBeLessThanOrEqual(4 * 3_600_000);
    expect(me['breakGlassUntil']).toBe(new Date(until).toISOString());
    expect((await logOf(practice, 1)).at(-1)).toBe('signed_in_break_glass');
    expect(await entriesOf(practice, 'break_glass')).toMatchObject([
      { actorMemberId: owners[1]!.id, subjectId: owners[1]!.id, detail: { reason: 'The identity provider is down.' } },
    ]);
    const told = await toldOf(3);
    expect(told.map(({ to }) => to)).toEqual(expect.arrayContaining([practice.emails[0], practice.emails[1], practice.emails[2]]));
    expect(told.map(({ to }) => to)).not.toContain(practice.emails[3]);
    expect(told[0]!.text).not.toContain('identity provider is down');
  });

  it('is kept by whoever is named: their last passkey stays until they have another or are named no more', async () => {
    const [named] = owners as [Owner, Owner];
    const passkeys = async (): Promise<string[]> => {
      const { items } = (await named.visitor.get('/me/factors', 200)) as { items: { id: string; kind: string }[] };
      return items.filter(({ kind }) => kind === 'passkey').map(({ id }) => id);
    };
    await name(named.visitor);
    const [only] = await passkeys();
    expect((await named.visitor.delete(`/me/factors/${only}`, 409))['code']).toBe('identity.glass_passkey');
    await addPasskey(named.visitor);
    await named.visitor.delete(`/me/factors/${only}`, 204);
    const [other] = await passkeys();
    await named.visitor.put('/organisation/break-glass', { named: [] }, 200);
    await named.visitor.delete(`/me/factors/${other}`, 204);
  });

  it('is a standing exemption for nobody: without it, and once it has run out, every own door is shut', async () => {
    await name(owners[0]!.visitor);
    await requireSso(practice.orgId);
    const visitor = new Visitor(app);
    const { options } = await visitor.post('/auth/passkey/options', {}, 200);
    await visitor.post('/auth/passkey', { response: owners[0]!.passkey.get(options as never) });
    await visitor.get('/me', 401);
    await breakGlass(owners[0]!.passkey);
    const { owner } = await testBench();
    await owner.execute({
      text: `update wall.break_glass set armed_until = clock_timestamp() where member_id = $1`,
      values: [owners[0]!.id],
    });
    const late = new Visitor(app);
    const again = await late.post('/auth/passkey/options', {}, 200);
    await late.post('/auth/passkey', { response: owners[0]!.passkey.get(again['options'] as never) });
    await late.get('/me', 401);
  });

  it('opens nothing for an owner who is not named, and answers as for an unknown passkey', async () => {
    await requireSso(practice.orgId);
    const visitor = await breakGlass(owners[0]!.passkey, 410);
    await visitor.get('/me', 401);
  });

  it('opens nothing for an owner who locked their account, and says the same', async () => {
    await name(owners[0]!.visitor);
    await requireSso(practice.orgId);
    await owners[1]!.visitor.post('/auth/lock', {}, 204);
    const visitor = await breakGlass(owners[1]!.passkey, 410);
    await visitor.get('/me', 401);
  });

  it('wants a reason', async () => {
    await name(owners[0]!.visitor);
    const visitor = new Visitor(app);
    const { options } = await visitor.post('/auth/passkey/options', {}, 200);
    await visitor.post('/auth/break-glass', { response: owners[0]!.passkey.get(options as never), reason: 'x' }, 400);
  });

  it('names two active owners with a passkey each, and is an owner’s to name', async () => {
    const [{ visitor }] = owners as [Owner];
    const one = await visitor.put('/organisation/break-glass', { named: [owners[0]!.id] }, 409);
    expect(one['code']).toBe('organisations.two_or_none');
    const member = await visitor.put('/organisation/break-glass', { named: [owners[0]!.id, practice.memberIds[3]] }, 409);
    expect(member['code']).toBe('organisations.not_an_owner_with_passkey');
    const foreign = await newPractice();
    await visitor.put('/organisation/break-glass', { named: [owners[0]!.id, foreign.memberIds[0]] }, 409);
    const administrator = new Visitor(app);
    await administrator.byMail(practice.emails[2]!);
    await name(administrator, 403);
    const { owners: listed } = (await name(visitor)) as { owners: { named: boolean }[] };
    expect(listed.filter(({ named }) => named)).toHaveLength(2);
    await requireSso(practice.orgId);
  });

  it('is kept by two owners as long as single sign-on is required, and falls to nobody who stops being an owner', async () => {
    await name(owners[0]!.visitor);
    const { owner } = await testBench();
    await owner.execute({
      text: `insert into wall.sso_door (connection_id, org_id, kind, name, state, enforced_from, confirmed)
             values ($1, $2, 'oidc', 'Directory', 'on', clock_timestamp() + interval '1 day', true)`,
      values: [newId(), practice.orgId],
    });
    expect((await owners[0]!.visitor.put('/organisation/break-glass', { named: [] }, 409))['code']).toBe('organisations.glass_needed');
    await breakGlass(owners[1]!.passkey);
    await owners[0]!.visitor.post(`/access/members/${owners[1]!.id}/suspend`, {});
    await owner.execute({ text: `update wall.member_access set active = false where member_id = $1`, values: [owners[1]!.id] });
    const [row] = await owner.query<{ live: boolean; named: boolean }>({
      text: `select (select armed_until > clock_timestamp() from wall.break_glass where member_id = $1) as live,
                    exists (select from wall.break_glass_owner where member_id = $1) as named`,
      values: [owners[1]!.id],
    });
    expect(row).toEqual({ live: false, named: false });
  });

  it('is armed ahead by an owner for planned work, and ended by an administrator with what it let in', async () => {
    await name(owners[0]!.visitor);
    await owners[0]!.visitor.post('/organisation/break-glass/arm', { memberId: owners[1]!.id, hours: 2 }, 200);
    await owners[0]!.visitor.post('/organisation/break-glass/arm', { memberId: owners[1]!.id, hours: 25 }, 400);
    await owners[0]!.visitor.post('/organisation/break-glass/arm', { memberId: practice.memberIds[2], hours: 2 }, 404);
    await requireSso(practice.orgId);
    const visitor = new Visitor(app);
    const { options } = await visitor.post('/auth/passkey/options', {}, 200);
    await visitor.post('/auth/passkey', { response: owners[1]!.passkey.get(options as never) }, 200);
    await visitor.get('/me', 200);
    await owners[0]!.visitor.post('/organisation/break-glass/disarm', { memberId: owners[1]!.id }, 200);
    await visitor.get('/me', 401);
    await owners[0]!.visitor.post('/organisation/break-glass/disarm', { memberId: owners[1]!.id }, 404);
    const own = await breakGlass(owners[0]!.passkey);
    await own.post('/organisation/break-glass/disarm', { memberId: owners[0]!.id }, 200);
  });
});
