import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { giveAuthenticator, keep, openStage, type Stage } from './support/browser.js';

const OWNER = 'marguerite@saltbush.example';
const SECOND = 'teuila@saltbush.example';

let stage: Stage;
let owner: Page;
let second: Page;
beforeAll(async () => {
  stage = await openStage();
  [owner, second] = [await stage.visitor(), await stage.visitor()];
  for (const page of [owner, second]) await giveAuthenticator(page);
}, 300_000);

/** Adds a passkey to whoever is signed in. */
async function addPasskey(page: Page): Promise<void> {
  await page.goto(`${stage.url}/security`);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('I have kept them').check();
  await page.getByRole('button', { name: 'Done' }).click();
}

describe('break-glass', () => {
  it('says what is missing until two owners have a passkey', async () => {
    await stage.signIn(owner, OWNER);
    await addPasskey(owner);
    await owner.goto(`${stage.url}/settings/security`);
    await owner.getByRole('link', { name: 'Break-glass' }).click();
    await owner.getByText('Two owners with a passkey are needed').waitFor();
    await keep(owner, 'break-glass-too-few');
  }, 120_000);

  it('is named by an owner, armed for planned work, said on every page, and ended', async () => {
    await stage.signIn(second, SECOND);
    await addPasskey(second);
    await owner.goto(`${stage.url}/team`);
    const link = await owner.locator('tbody tr').filter({ hasText: 'Teuila' }).first().getByRole('link').getAttribute('href');
    const made = await owner.evaluate(
      async (id) =>
        (
          await fetch(`/api/v1/access/members/${id}/role`, {
            method: 'PUT',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ role: 'owner' }),
          })
        ).status,
      link!.split('/').at(-1)!,
    );
    expect(made).toBe(200);
    await owner.goto(`${stage.url}/settings/break-glass`);
    await owner.getByRole('checkbox', { name: 'Marguerite Whitaker' }).check();
    await owner.getByText('Choose two, or none').waitFor();
    await owner.getByRole('checkbox', { name: /Teuila/ }).check();
    await owner.getByRole('button', { name: 'Save who is named' }).click();
    await owner.getByText('Two owners keep a way in').first().waitFor();
    await owner.getByRole('button', { name: /Arm the way in of Teuila/ }).click();
    await owner.getByRole('dialog').getByRole('button', { name: 'Arm it' }).click();
    await owner.getByText(/Break-glass is armed until/).waitFor();
    await keep(owner, 'break-glass-armed');
    await owner.getByRole('button', { name: /End the way in of Teuila/ }).click();
    await owner
      .getByText(/The way in of Teuila.* has ended/)
      .first()
      .waitFor();
    await owner.getByText(/Break-glass is armed until/).waitFor({ state: 'detached' });
  }, 120_000);

  it('opens at the door by passkey, with a reason', async () => {
    await second.goto(`${stage.url}/sign-in/break-glass`);
    await second.getByRole('button', { name: 'Break glass with your passkey' }).click();
    await second.getByText('Say in at least 10 characters why.').waitFor();
    await keep(second, 'break-glass-door');
    await second.getByLabel('Why').fill('The identity provider has not answered since nine.');
    await second.getByRole('button', { name: 'Break glass with your passkey' }).click();
    await second.getByText(/Break-glass is armed until/).waitFor();
  }, 120_000);
});
