import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { CaughtMail } from '../../src/common/mail/mail-catcher.js';
import { keep, openStage, type Stage } from './support/browser.js';

const PRIYA = 'priya@wattlebird.example';
const HAMISH = 'hamish@wattlebird.example';
/** Addresses that the registries have given to networks in these countries. */
const [AUSTRALIA, UNITED_STATES] = ['1.1.1.1', '8.8.8.8'];
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

let stage: Stage;
let desk: Page;
let travelling: Page;
let owner: Page;
beforeAll(async () => {
  stage = await openStage({ TRUSTED_PROXIES: '127.0.0.1' });
  [desk, travelling, owner] = [await at(AUSTRALIA, { 'user-agent': FIREFOX }), await at(UNITED_STATES), await at(AUSTRALIA)];
}, 300_000);

/** A browser whose proxy says that it stands at an address. */
async function at(address: string, headers: Record<string, string> = {}): Promise<Page> {
  const page = await stage.visitor();
  await page.context().setExtraHTTPHeaders({ 'x-forwarded-for': address, ...headers });
  return page;
}

async function mailsTo(address: string): Promise<CaughtMail[]> {
  const mails = (await (await fetch(`${stage.url}/dev/mail.json`)).json()) as CaughtMail[];
  return mails.filter(({ to }) => to === address);
}

/** Links of notices by which their reader says that it was not them, the newest first. */
async function noticesTo(address: string): Promise<string[]> {
  return (await mailsTo(address)).flatMap(({ text }) => /https?:\/\/\S+\/sign-in\/not-me#[\w-]{43}/.exec(text)?.[0] ?? []);
}

/** The link of the next notice, once it is mailed. */
async function newNotice(address: string, before: readonly string[]): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const link = (await noticesTo(address)).find((one) => !before.includes(one));
    if (link !== undefined) return link;
    if (attempt === 100) throw new Error(`no notice came for ${address}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Asks for a link that never comes; what the page says is what it says to everybody. */
async function askInVain(page: Page, address: string): Promise<void> {
  const before = (await mailsTo(address)).filter(({ text }) => text.includes('/sign-in/link#')).length;
  await page.goto(`${stage.url}/sign-in`);
  await page.getByLabel('Email').fill(address);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await page.waitForTimeout(400);
  expect((await mailsTo(address)).filter(({ text }) => text.includes('/sign-in/link#'))).toHaveLength(before);
}

describe('one’s own sign-ins', () => {
  it('[I-31] say how, from where and what was refused, and which browsers are known', async () => {
    await stage.signIn(desk, HAMISH);
    await desk.goto(await stage.mailedLink(HAMISH));
    await desk.getByRole('button', { name: 'Sign in to Ironbark' }).click();
    await desk.getByRole('heading', { name: 'This link no longer works' }).waitFor();
    await stage.signIn(travelling, HAMISH);
    await travelling.goto(`${stage.url}/security`);
    const session = travelling.getByRole('region', { name: 'This session' });
    await session.getByText('United States').waitFor();
    expect(await session.getByText('Link by mail').count()).toBe(1);
    const log = travelling.getByRole('table', { name: 'Sign-ins' });
    const newest = log.getByRole('row').filter({ hasText: 'This session' });
    await newest.getByText('New browser').waitFor();
    await newest.getByText('New country').waitFor();
    expect(await newest.getByRole('button').count()).toBe(0);
    const days = travelling.getByRole('figure', { name: 'The last 30 days' });
    expect(await days.getByText('Signed in twice, refused once.').count()).toBe(1);
    expect(await days.getByRole('row').count()).toBe(2);
    await travelling.getByRole('heading', { name: 'Known browsers' }).scrollIntoViewIfNeeded();
    await keep(travelling, 'own-sign-ins');
    await travelling.getByText('Refused', { exact: true }).first().click();
    await log.getByText('Opened a dead link').waitFor();
    expect(await log.getByRole('row').count()).toBe(2);
    await travelling.getByText('All', { exact: true }).click();
    const devices = travelling.getByRole('list', { name: 'Known browsers' });
    expect(await devices.getByRole('listitem').count()).toBe(2);
    await devices.getByText('This browser').waitFor();
    await devices.getByRole('button', { name: 'Forget Firefox on Windows' }).click();
    await travelling.getByRole('button', { name: 'Forget this browser' }).click();
    await travelling.getByText('Firefox on Windows is forgotten').waitFor();
    expect(await devices.getByRole('listitem').count()).toBe(1);
  }, 120_000);

  it('[I-31] lead from “this was not me” to an account that nobody gets in to, and say so before and after', async () => {
    await travelling
      .getByRole('button', { name: /^This was not me: Signed in/ })
      .first()
      .click();
    await travelling.getByRole('dialog').getByText('Nobody can sign in to it, you included.').waitFor();
    await keep(travelling, 'not-me-consequence');
    await travelling.getByRole('button', { name: 'End everything and lock my account' }).click();
    await travelling.getByRole('heading', { name: 'Your account is locked' }).waitFor();
    expect(new URL(travelling.url()).pathname).toBe('/sign-in/not-me');
    await keep(travelling, 'account-locked');
    await travelling.goto(`${stage.url}/clients`);
    await travelling.waitForURL('**/sign-in');
    await askInVain(travelling, HAMISH);
  }, 120_000);
});

describe('the practice’s sign-ins', () => {
  it('[I-31] are read by an administrator, who opens a locked account again on the member’s page', async () => {
    await stage.signIn(owner, PRIYA);
    await owner.goto(`${stage.url}/settings/security`);
    await owner.getByRole('link', { name: 'Sign-ins' }).click();
    const log = owner.getByRole('table', { name: 'Sign-ins of the practice' });
    await log.getByText('Account locked').waitFor();
    expect(await log.getByText('Firefox on Windows').count()).toBeGreaterThan(1);
    await keep(owner, 'practice-sign-ins');
    await owner.getByText('Refused', { exact: true }).first().click();
    await log.getByText('Opened a dead link').waitFor();
    expect(await log.getByRole('row').count()).toBe(2);
    await log.getByRole('link', { name: 'Hamish' }).click();
    await owner.getByText('Locked by its owner').waitFor();
    await owner.getByRole('button', { name: 'Open the account again…' }).click();
    await keep(owner, 'member-locked');
    await owner.getByRole('button', { name: 'We have talked: open the account' }).click();
    await owner.getByText('Hamish Doyle may sign in again').waitFor();
    expect(await owner.getByText('Locked by its owner').count()).toBe(0);
  }, 120_000);

  it('[I-31] are locked from a notice in any other browser, once, and the secret leaves the address bar at once', async () => {
    const told = await noticesTo(HAMISH);
    await stage.signIn(desk, HAMISH);
    const link = await newNotice(HAMISH, told);
    await travelling.goto(link);
    await travelling.getByRole('heading', { name: 'Was a sign-in not yours?' }).waitFor();
    expect(new URL(travelling.url()).hash).toBe('');
    await desk.reload();
    await desk.getByRole('heading', { level: 1, name: 'Clients' }).waitFor();
    await travelling.getByRole('button', { name: 'End everything and lock my account' }).click();
    await travelling.getByRole('heading', { name: 'Your account is locked' }).waitFor();
    await desk.reload();
    await desk.waitForURL('**/sign-in');
    await desk.getByText('Your account is locked').waitFor();
    await travelling.goto('about:blank');
    await travelling.goto(link);
    await travelling.getByRole('button', { name: 'End everything and lock my account' }).click();
    await travelling.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  }, 120_000);
});

describe('the idle limit of a practice', () => {
  it('[I-27] is chosen by an administrator, who is told what it departs from', async () => {
    await owner.goto(`${stage.url}/settings/security`);
    await owner.getByRole('radio', { name: /^After 2 hours/ }).check();
    const sessions = owner.getByRole('region', { name: 'Sessions', exact: true });
    await sessions.getByRole('button', { name: 'Change the limit…' }).click();
    await sessions.getByText('It is more than the hour that NIST SP 800-63B-4 recommends').waitFor();
    await sessions.scrollIntoViewIfNeeded();
    await keep(owner, 'idle-limit');
    await owner.getByRole('button', { name: 'End sessions after 2 hours' }).click();
    await sessions.getByText('A session ends after 2 hours without use').waitFor();
  }, 120_000);
});
