import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { keep, openStage, type Stage } from './support/browser.js';

const PRIYA = 'priya@wattlebird.example';
const HAMISH = 'hamish@wattlebird.example';
const [OFFICE, CAFE] = ['203.0.113.7', '198.51.100.23'];

let stage: Stage;
let owner: Page;
let member: Page;
beforeAll(async () => {
  stage = await openStage({ TRUSTED_PROXIES: '127.0.0.1' });
  [owner, member] = [await at(OFFICE), await at(CAFE)];
}, 300_000);

/** A browser whose proxy says that it stands at an address. */
async function at(address: string): Promise<Page> {
  const page = await stage.visitor();
  await move(page, address);
  return page;
}

async function move(page: Page, address: string): Promise<void> {
  await page.context().setExtraHTTPHeaders({ 'x-forwarded-for': address });
}

async function look(): Promise<void> {
  await owner.getByRole('button', { name: 'Look at what changes…' }).click();
}

describe('the networks of a practice', () => {
  it('[I-32] are written with the keyboard, and whom they would refuse is said before they are tried', async () => {
    await stage.signIn(owner, PRIYA);
    await stage.signIn(member, HAMISH);
    await owner.goto(`${stage.url}/settings/security`);
    await owner.getByText('Off: the practice is opened from any network').waitFor();
    await owner.getByRole('link', { name: 'Networks…' }).click();
    await owner.getByText(`Ironbark sees you at ${OFFICE}.`).waitFor();
    await owner.getByText('Nobody was refused').waitFor();
    await keep(owner, 'networks-none');
    await owner.getByRole('button', { name: 'Add my address' }).focus();
    await owner.keyboard.press('Enter');
    await owner.keyboard.type('Front desk');
    await owner.getByRole('button', { name: 'Add a network' }).click();
    await owner.keyboard.type('10.1.2.3/8');
    await owner.keyboard.press('Tab');
    await owner.keyboard.type('Old office');
    await owner.getByRole('radio', { name: /^Enforced/ }).check();
    await look();
    await owner.getByText('Write the network as 10.0.0.0/8.').first().waitFor();
    await keep(owner, 'networks-entry-refused');
    await owner.getByRole('button', { name: 'Remove 10.1.2.3/8' }).click();
    await look();
    await owner.getByRole('heading', { name: 'Enforce 1 network?' }).waitFor();
    await owner.getByText(`You are at ${OFFICE}, inside this list.`).waitFor();
    await owner.getByText(CAFE).waitFor();
    await keep(owner, 'networks-consequence');
    await owner.getByRole('button', { name: 'Cancel' }).click();
    await owner.getByRole('radio', { name: /^Dry run/ }).check();
    await look();
    await owner.getByRole('button', { name: 'Begin the dry run' }).click();
    await owner.getByText('The dry run is on').waitFor();
    await member.reload();
    await member.getByRole('heading', { level: 1 }).first().waitFor();
    await owner.reload();
    await owner.getByRole('cell', { name: 'Would have been' }).first().waitFor();
  }, 120_000);

  it('[I-32] refuse whoever is elsewhere with one page, which they can leave, and let them go on once they are back', async () => {
    await owner.getByRole('radio', { name: /^Enforced/ }).check();
    await look();
    await owner.getByRole('button', { name: 'Enforce 1 network' }).click();
    await owner.getByText('Enforced from now on.').waitFor();
    await member.goto(`${stage.url}/clients`);
    const outside = member.getByRole('heading', { name: 'You are outside your practice’s networks' });
    await outside.waitFor();
    expect(await member.getByRole('navigation').count()).toBe(0);
    await keep(member, 'networks-outside');
    await member.getByRole('button', { name: 'Try again' }).click();
    await member.getByText(/^Still outside/).waitFor();
    await move(member, OFFICE);
    await member.getByRole('button', { name: 'Try again' }).click();
    await member.getByRole('heading', { level: 1, name: 'Clients' }).waitFor();
    await move(member, CAFE);
    await member.reload();
    await outside.waitFor();
    await member.getByRole('button', { name: 'Sign out here' }).click();
    await member.waitForURL('**/sign-in');
    await stage.useLink(member, HAMISH);
    await member.getByRole('heading', { name: 'Not from this network' }).waitFor();
    await keep(member, 'networks-link-refused');
    await owner.reload();
    await owner.getByRole('cell', { name: 'Refused' }).first().waitFor();
    await owner.getByRole('table').scrollIntoViewIfNeeded();
    await keep(owner, 'networks-enforced');
  }, 120_000);

  it('[I-32] say so before whoever writes them shuts themself out', async () => {
    await owner.getByRole('textbox', { name: 'Network 1', exact: true }).fill('192.0.2.0/24');
    await look();
    await owner.getByRole('button', { name: 'Enforce, and lock me out' }).waitFor();
    await keep(owner, 'networks-lock-out');
    await owner.getByRole('button', { name: 'Cancel' }).click();
    await owner.getByRole('button', { name: 'Discard changes' }).click();
    expect(await owner.getByRole('textbox', { name: 'Network 1', exact: true }).inputValue()).toBe(`${OFFICE}/32`);
  }, 120_000);
});
