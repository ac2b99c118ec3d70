import { beforeAll, describe, expect, it } from '@jest/globals';
import { entriesOf } from '../support/access-record.js';
import type { TestApp } from '../support/app.js';
import { Authenticator } from '../support/authenticator.js';
import { Visitor } from '../support/door.js';
import { addPasskey, enrolApp, logOf, TurnedClock } from '../support/factors.js';
import { appBehindProxy, CAFE, memberAt, OFFICE, setList } from '../support/networks.js';
import { newPractice } from '../support/practice.js';

let app: TestApp;
beforeAll(async () => {
  app = await appBehindProxy();
});

describe('signing in from outside an enforced list', () => {
  it('[I-32] a right link starts no session and ends none; the person is told why, and both logs say so', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const [email, other] = practice.emails as [string, string];
    const atWork = new Visitor(app, OFFICE);
    expect(await atWork.byMail(email)).toBe('signed_in');
    const list = { mode: 'enforced', networks: [{ network: OFFICE, label: 'Desk' }], version: 0 };
    await atWork.put('/organisation/networks', list, 200);

    const away = new Visitor(app, CAFE);
    const known = await away.post('/auth/sign-in', { email: other }, 202);
    const nobody = await new Visitor(app, CAFE).post('/auth/sign-in', { email: 'nobody@practice.example' }, 202);
    expect(Object.keys(known)).toEqual(Object.keys(nobody));
    const wrong = await away.post('/auth/link', { token: 'A'.repeat(43) }, 410);
    expect(wrong['code']).toBe('identity.link_dead');
    await expect(away.byMail(email)).rejects.toThrow('403');
    expect(away.header).not.toContain('ironbark-session=');
    await away.get('/me', 401);
    await atWork.get('/me', 200);

    expect(await logOf(practice)).toContain('network_refused');
    const refusals = await atWork.get('/organisation/networks/refusals', 200);
    expect(refusals['items']).toEqual([expect.objectContaining({ address: CAFE, outcome: 'refused', times: 1 })]);
    const entry = (await entriesOf(practice, 'refuse')).at(-1)!;
    expect(entry).toMatchObject({
      actorMemberId: practice.memberIds[0],
      outcome: 'refused',
      detail: { act: 'sign_in', code: 'access.network_refused' },
    });
    expect(await new Visitor(app, OFFICE).byMail(email)).toBe('signed_in');
  });

  it('[I-32] no factor is asked for or added from there, and a passkey starts nothing either', async () => {
    const clock = new TurnedClock();
    const practice = await newPractice({ factors: 'required', members: [{}, {}] });
    const [email, newcomer] = practice.emails as [string, string];
    const atWork = new Visitor(app, OFFICE);
    await atWork.byMail(email);
    await enrolApp(atWork, clock);
    const passkey: Authenticator = await addPasskey(atWork);
    await setListBy(atWork);

    for (const address of [email, newcomer]) {
      const away = new Visitor(app, CAFE);
      await expect(away.byMail(address)).rejects.toThrow('403');
      await away.get('/auth/step', 410);
    }
    const away = new Visitor(app, CAFE);
    const { options } = await away.post('/auth/passkey/options', {}, 200);
    const refused = await away.post('/auth/passkey', { response: passkey.get(options as never) }, 403);
    expect(refused).toMatchObject({ code: 'access.network_refused', address: CAFE });
    await atWork.get('/me', 200);

    // From the right network to the wrong one between the two steps.
    const moving = new Visitor(app, OFFICE);
    expect(await moving.byMail(newcomer)).toBe('enrol');
    const moved = moving.standingAt(CAFE);
    const { secret } = await moved.post('/auth/step/totp', {}, 200);
    await moved.post('/auth/step/enrol', { kind: 'totp', code: clock.codeOf(secret) }, 403);
    expect(await new Visitor(app, OFFICE).byMail(newcomer)).toBe('enrol');
  });

  it('[I-32] in a dry run they sign in and are noted', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    await setList(app, practice, 'dry_run');
    expect(await new Visitor(app, CAFE).byMail(practice.emails[1]!)).toBe('signed_in');
    const { body } = await (await memberAt(app, practice, OFFICE)).get('/organisation/networks/refusals').expect(200);
    expect((body as { items: object[] }).items).toEqual([expect.objectContaining({ address: CAFE, outcome: 'would_refuse' })]);
  });
});

async function setListBy(visitor: Visitor): Promise<void> {
  await visitor.put('/organisation/networks', { mode: 'enforced', networks: [{ network: OFFICE, label: 'Desk' }], version: 0 }, 200);
}
