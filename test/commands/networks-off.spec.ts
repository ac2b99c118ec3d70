import { beforeAll, describe, expect, it } from '@jest/globals';
import { entriesOf } from '../support/access-record.js';
import type { TestApp } from '../support/app.js';
import { operate, operatorOf } from '../support/command-line.js';
import { appBehindProxy, CAFE, memberAt, OFFICE_NETWORK, setList } from '../support/networks.js';
import { newPractice, testBench } from '../support/practice.js';

let app: TestApp;
beforeAll(async () => {
  app = await appBehindProxy();
});

describe('ironbark networks off SLUG', () => {
  it('[I-32] lets a practice that locked itself out back in, keeps its list, and says on record who did it', async () => {
    const practice = await newPractice();
    await setList(app, practice, 'enforced');
    const owner = await memberAt(app, practice, CAFE);
    await owner.get('/me').expect(403);
    const { urls, jobs } = await testBench();
    const [{ slug }] = (await jobs.query<{ slug: string }>({
      text: 'select slug from wall.practice_name where org_id = $1',
      values: [practice.orgId],
    })) as [{ slug: string }];
    expect(await operate(operatorOf(urls), 'networks', 'off', slug)).toMatchObject({ code: 2 });
    await owner.get('/me').expect(403);
    const ran = await operate(operatorOf(urls), 'networks', 'off', slug, '--yes');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('switched off (before: enforced)');
    expect((await owner.get('/organisation/networks').expect(200)).body).toMatchObject({
      mode: 'off',
      networks: [{ network: OFFICE_NETWORK }],
      version: 2,
      changedBy: null,
    });
    expect((await entriesOf(practice, 'update')).at(-1)).toMatchObject({
      actorMemberId: null,
      detail: { by: 'operator', modeBefore: 'enforced', modeAfter: 'off' },
    });
  });

  it('says when there is no such practice, or no list', async () => {
    const practice = await newPractice();
    const { urls, jobs } = await testBench();
    const [{ slug }] = (await jobs.query<{ slug: string }>({
      text: 'select slug from wall.practice_name where org_id = $1',
      values: [practice.orgId],
    })) as [{ slug: string }];
    expect((await operate(operatorOf(urls), 'networks', 'off', 'nowhere', '--yes')).stderr).toContain('no practice of that name');
    expect((await operate(operatorOf(urls), 'networks', 'off', slug, '--yes')).stderr).toContain('no list of networks');
  });
});
