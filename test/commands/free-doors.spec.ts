import { beforeAll, describe, expect, it } from '@jest/globals';
import { entriesOf } from '../support/access-record.js';
import { operate, operatorOf } from '../support/command-line.js';
import { Visitor } from '../support/door.js';
import { ForgedProvider } from '../support/forged-oidc.js';
import { testBench } from '../support/practice.js';
import { connect, signOnGround, Traveller, turnOn, type SignOnGround } from '../support/sign-on.js';

let ground: SignOnGround;
let idp: ForgedProvider;
beforeAll(async () => {
  ground = await signOnGround();
  idp = await ForgedProvider.start();
});

describe('ironbark sso free SLUG', () => {
  it('[F-16] lets a practice whose provider is gone in by its other doors, and says on record who did it', async () => {
    const at = await connect(ground, {
      factors: 'optional',
      members: [{}, { role: 'member' }],
      oidc: { issuer: idp.issuer, clientId: idp.clientId },
    });
    await turnOn(at);
    const { urls, jobs } = await testBench();
    const [row] = await jobs.query<{ slug: string }>({
      text: 'select slug from wall.practice_name where org_id = $1',
      values: [at.practice.orgId],
    });
    const slug = row!.slug;
    expect((await operate(operatorOf(urls), 'sso', 'free', slug, '--yes')).stderr).toContain('requires no single sign-on');
    const owner = new Traveller(ground);
    await owner.signIn(at.connectionId, idp.as({ sub: 'o', email: at.practice.emails[0]!, email_verified: true }), 200);
    await owner.post(`/single-sign-on/connections/${at.connectionId}/require`, { from: null }, 200);
    const member = at.practice.emails[1]!;
    await expect(new Visitor(ground.app).byMail(member)).rejects.toThrow('403');
    expect(await operate(operatorOf(urls), 'sso', 'free', slug)).toMatchObject({ code: 2 });
    const ran = await operate(operatorOf(urls), 'sso', 'free', slug, '--yes');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(await new Visitor(ground.app).byMail(member)).toBe('signed_in');
    expect((await owner.get('/single-sign-on', 200))['connections']).toMatchObject([{ stage: 'on' }]);
    expect((await entriesOf(at.practice, 'free')).at(-1)).toMatchObject({ actorMemberId: null, detail: { by: 'operator' } });
  });
});
