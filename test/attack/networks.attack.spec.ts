import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { codeOf, ORIGIN } from '../support/caller.js';
import { appBehindProxy, CAFE, memberAt, OFFICE, OFFICE_NETWORK, setList } from '../support/networks.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';

let open: TestApp;
let proxied: TestApp;
let practice: TestPractice;
beforeAll(async () => {
  [open, proxied] = [await testApp({ env: { TRUSTED_PROXIES: '' } }), await appBehindProxy()];
  practice = await newPractice();
  await setList(proxied, practice, 'enforced', [OFFICE_NETWORK, '2001:db8:20::/48']);
});

type Headers = Record<string, string | string[]>;

async function ask(app: TestApp, headers: Headers): Promise<{ status: number; address: unknown }> {
  const answer = await app.http
    .get('/api/v1/me')
    .set('cookie', await app.cookie(practice))
    .set(headers as Record<string, string>);
  if (answer.status === 403) expect(codeOf(answer)).toBe('access.network_refused');
  return { status: answer.status, address: (answer.body as { address?: unknown }).address };
}

/** Every header by which some product believes where a caller stands. */
const FORGED: Headers[] = [
  'x-forwarded-for',
  'x-real-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-original-forwarded-for',
  'fastly-client-ip',
  'client-ip',
].map((name) => ({ [name]: OFFICE }));
FORGED.push(
  { forwarded: `for=${OFFICE};proto=https` },
  { forwarded: `for="[2001:db8:20::1]"` },
  { via: OFFICE, 'x-forwarded-host': OFFICE },
);

describe('without TRUSTED_PROXIES', () => {
  it.each(FORGED)('[I-32] [ASVS 15.3.4] %j does not make a caller stand inside', async (headers) => {
    expect(await ask(open, headers)).toEqual({ status: 403, address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) });
  });

  it('[I-32] [ASVS 4.1.3] all of them together do not either', async () => {
    expect((await ask(open, Object.assign({}, ...FORGED) as Headers)).status).toBe(403);
  });
});

describe('behind a trusted proxy', () => {
  it.each([
    OFFICE,
    `::ffff:${OFFICE}`,
    '::ffff:cb00:7107',
    '2001:DB8:20:0::1',
    `${CAFE}, ${OFFICE}`,
    `unknown, ${OFFICE}`,
    `${CAFE}, ${OFFICE}, 10.0.0.5, ::ffff:10.1.2.3`,
  ])('[I-32] whom it vouches for stands where it says: %s', async (header) => {
    expect((await ask(proxied, { 'x-forwarded-for': header })).status).toBe(200);
  });

  it.each<[string, string | null]>([
    [CAFE, CAFE],
    // What the caller sent themself stands left of what the proxy saw.
    [`${OFFICE}, ${CAFE}`, CAFE],
    [`${OFFICE},${OFFICE},${CAFE}`, CAFE],
    [`${OFFICE}, ${CAFE}, 10.0.0.5`, CAFE],
    [`${OFFICE}, 10.0.0.9, ${CAFE}, 10.0.0.5, 10.0.0.6`, CAFE],
    [`10.0.0.9, ${OFFICE}, ::ffff:${CAFE}`, CAFE],
    [`${OFFICE}, ::ffff:c633:6417`, CAFE],
    // A proxy of ours that is not in the list is a caller like any other.
    [`${OFFICE}, 192.168.0.4`, '192.168.0.4'],
    // What is no address lies in no network.
    [`${OFFICE}, unknown`, null],
    [`${OFFICE}, _hidden`, null],
    [`${OFFICE}:443`, null],
    [`"${OFFICE}"`, null],
    [`[2001:db8:20::1]`, null],
    [`${OFFICE}, ${OFFICE};`, null],
    [`for=${OFFICE}`, null],
    [`${OFFICE} ${OFFICE}`, null],
    ['203.0.113.007', null],
    ['0xcb.0.113.7', null],
    ['3405803783', null],
    [`${OFFICE}/24`, null],
    [`${OFFICE}%eth0`, null],
  ])('[I-32] [ASVS 4.1.3] X-Forwarded-For: %s is refused as %s', async (header, address) => {
    expect(await ask(proxied, { 'x-forwarded-for': header })).toEqual({ status: 403, address });
  });

  it('[I-32] empty entries are none, as in every list of HTTP (RFC 9110, 5.6.1)', async () => {
    for (const header of [`${OFFICE},,${CAFE}`, `${OFFICE}, ${CAFE} , ,`, ` , ${CAFE} , `]) {
      expect({ header, ...(await ask(proxied, { 'x-forwarded-for': header })) }).toEqual({ header, status: 403, address: CAFE });
    }
    for (const header of [',', ' ']) expect((await ask(proxied, { 'x-forwarded-for': header })).status).toBe(403);
  });

  it('[I-32] no other header says more than the one that is configured, whatever stands beside it', async () => {
    for (const forged of FORGED.filter((headers) => !('x-forwarded-for' in headers))) {
      expect(await ask(proxied, { ...forged, 'x-forwarded-for': CAFE })).toEqual({ status: 403, address: CAFE });
      // Without the configured one, a caller stands where the proxy does.
      expect((await ask(proxied, forged)).status).toBe(403);
    }
  });

  it('[I-32] a second line of the header is the end of the first', async () => {
    expect(await ask(proxied, { 'x-forwarded-for': [OFFICE, CAFE] })).toEqual({ status: 403, address: CAFE });
  });

  it('[I-32] a header of six hundred hops is walked from its end, at once', async () => {
    const long = `${Array.from({ length: 600 }, () => OFFICE).join(',')},${CAFE}`;
    expect(await ask(proxied, { 'x-forwarded-for': long })).toEqual({ status: 403, address: CAFE });
  });
});

describe('what the page says', () => {
  it('[I-32] is the address that counts, and that a forwarding header was not believed', async () => {
    const other = await newPractice();
    const read = async (app: TestApp, headers: Record<string, string>) =>
      (
        await app.http
          .get('/api/v1/organisation/networks')
          .set('cookie', await app.cookie(other))
          .set(headers)
          .expect(200)
      ).body as { yourAddress: string; forwardingIgnored: boolean };
    expect(await read(proxied, { 'x-forwarded-for': `${OFFICE}, ${CAFE}` })).toMatchObject({ yourAddress: CAFE, forwardingIgnored: false });
    expect((await read(open, { 'x-forwarded-for': OFFICE })).forwardingIgnored).toBe(true);
    expect((await read(open, { 'x-forwarded-for': OFFICE })).yourAddress).not.toBe(OFFICE);
    expect((await read(open, {})).forwardingIgnored).toBe(false);
    expect((await read(proxied, { 'x-real-ip': OFFICE })).forwardingIgnored).toBe(true);
  });
});

describe('a stolen cookie outside the networks', () => {
  it('[I-32] changes nothing and reads nothing, not even by a route whose work begins before the check', async () => {
    const outside = await memberAt(proxied, practice, CAFE);
    const { owner } = await testBench();
    const legalName = { family: 'Okafor', given: 'Ngozi', familyFirst: false };
    const answers = await Promise.all([
      outside.send('post', '/clients', { legalName }),
      outside.send('put', '/me/preferences/columns', { value: ['name'] }),
      outside.send('post', '/clients/export', {}),
      outside.get('/clients'),
      outside.send('post', '/clients/search', { text: 'a' }),
      outside.send('post', '/access/view-as', { memberId: practice.memberIds[0] }),
      outside.send('delete', '/access/view-as'),
      proxied.http
        .post('/api/v1/client-imports')
        .set({ cookie: await proxied.cookie(practice), origin: ORIGIN, 'x-forwarded-for': CAFE, 'content-type': 'text/csv' })
        .send('Family name\nOkafor\n'),
    ]);
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual(answers.map(() => [403, 'access.network_refused']));
    const inside = await memberAt(proxied, practice, OFFICE);
    expect((await inside.get('/clients').expect(200)).body).toMatchObject({ items: [] });
    expect((await inside.get('/client-imports').expect(200)).body).toMatchObject({ items: [] });
    await inside.get('/me/preferences/columns').expect(404);
    expect(
      await owner.query({ text: `select 1 from wall.live_grant where org_id = $1 and kind = 'view'`, values: [practice.orgId] }),
    ).toEqual([]);
  });
});
