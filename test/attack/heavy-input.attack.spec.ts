import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { caller, type Caller } from '../support/caller.js';
import { Directory } from '../support/directory.js';
import { newPractice } from '../support/practice.js';
import { newId } from '../../src/common/ids.js';

let app: TestApp;
let owner: Caller;
let directory: Directory;
beforeAll(async () => {
  app = await testApp();
  const practice = await newPractice();
  owner = await caller(app, practice);
  directory = await Directory.of(app, practice);
});

/** Most of the processor's time that one request may take from everybody else, in milliseconds. Refusals here take a tenth. */
const PATIENCE = 400;

/** How long this process worked, whatever else the machine did, while something was asked of it. */
async function workedFor(ask: () => PromiseLike<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await ask();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const many = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, index) => make(index)).join('');

describe('what one stranger or one practice sends', () => {
  // The first request of each kind loads what it needs.
  beforeAll(async () => {
    await app.http.post(`/api/v1/auth/sso/${newId()}/acs`).type('form').send({ SAMLResponse: 'PGEvPg==' }).expect(303);
    await owner.send('post', '/single-sign-on/saml-metadata', { xml: '<a/>'.repeat(10) }).expect(400);
    const id = await directory.user(`ada.${newId()}@practice.example`);
    await directory.patch(`/Users/${id}`, { op: 'replace', path: 'title', value: 'Clerk' });
  });

  it.each([
    ['prefixes nested in prefixes', many(4_500, (i) => `<a xmlns:b${i.toString(36)}="u">`) + '</a>'.repeat(4_500)],
    ['elements nested in elements', '<a>'.repeat(20_000) + '</a>'.repeat(20_000)],
    ['elements beside elements', `<r>${'\n<a/>'.repeat(29_000)}</r>`],
    ['one element of attributes', `<r ${many(15_000, (i) => `a${i.toString(36)}="1" `)}/>`],
  ])('[ASVS 1.5.1] [ASVS 15.2.2] keeps nobody else waiting: a SAML response of %s, from nobody', async (_name, xml) => {
    const form = { SAMLResponse: Buffer.from(xml).toString('base64') };
    const post = () => app.http.post(`/api/v1/auth/sso/${newId()}/acs`).type('form').send(form).expect(303);
    expect(await workedFor(post)).toBeLessThan(PATIENCE);
  });

  it('[ASVS 1.2.9] keeps nobody else waiting: metadata of comments that never close', async () => {
    const post = () => owner.send('post', '/single-sign-on/saml-metadata', { xml: '<!--'.repeat(49_000) }).expect(400);
    expect(await workedFor(post)).toBeLessThan(PATIENCE);
  });

  it.each([
    ['values added to values', many(16_000, (i) => `${i},`), many(16_000, (i) => `-${i},`), 'add', 'x'],
    ['values taken from values', many(16_000, (i) => `${i},`), many(16_000, (i) => `-${i},`), 'remove', 'x'],
    ['values chosen among values', '{},'.repeat(80_000), '', 'remove', 'x[not (y pr)]'],
  ])('[ASVS 15.2.2] keeps nobody else waiting: a directory’s PATCH of %s', async (_name, first, second, op, path) => {
    const id = await directory.user(`ada.${newId()}@practice.example`);
    const list = (values: string) => `[${values.slice(0, -1)}]`;
    const then = second === '' ? '' : `,"value":${list(second)}`;
    const body = `{"Operations":[{"op":"replace","path":"x","value":${list(first)}},{"op":"${op}","path":"${path}"${then}}]}`;
    const patch = () => directory.ask('patch', `/Users/${id}`, JSON.parse(body) as object);
    expect(await workedFor(patch)).toBeLessThan(PATIENCE);
  });
});
