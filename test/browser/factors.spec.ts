import { beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { giveAuthenticator, keep, openStage, type Stage } from './support/browser.js';

const PRIYA = 'priya@wattlebird.example';
const HAMISH = 'hamish@wattlebird.example';

let stage: Stage;
let owner: Page;
beforeAll(async () => {
  stage = await openStage();
  owner = await stage.visitor();
  await giveAuthenticator(owner);
}, 300_000);

async function signOut(page: Page): Promise<void> {
  await page.goto(`${stage.url}/security`);
  await page.getByRole('main').getByRole('button', { name: 'Sign out here' }).click();
  await page.waitForURL('**/sign-in');
}

/** Through the door, on the page that was wanted. */
async function inside(page: Page): Promise<void> {
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

describe('second factors', () => {
  it('[F-16] [F-17] an owner adds a passkey and is shown recovery codes once', async () => {
    await stage.signIn(owner, PRIYA);
    await owner.goto(`${stage.url}/security`);
    await owner.getByText('No second factor yet').waitFor();
    await keep(owner, 'factors-none');
    await owner.getByRole('button', { name: 'Add a passkey' }).click();
    await owner.getByRole('dialog').getByLabel('Name').fill('Front desk computer');
    await keep(owner, 'factors-add-passkey');
    await owner.getByRole('dialog').getByRole('button', { name: 'Go on' }).click();
    const codes = owner.getByRole('list', { name: 'Recovery codes' });
    await codes.waitFor();
    expect(await codes.getByRole('listitem').count()).toBe(10);
    await keep(owner, 'factors-recovery-codes');
    const done = owner.getByRole('button', { name: 'Done' });
    expect(await done.isDisabled()).toBe(true);
    await owner.getByLabel('I have kept them').check();
    await done.click();
    await owner.getByText('Front desk computer').waitFor();
    await owner.getByText('10 left').waitFor();
    await keep(owner, 'factors-own');
    await owner.getByRole('button', { name: 'Add an authenticator app' }).click();
    await owner.getByRole('img', { name: /QR code/ }).waitFor();
    await keep(owner, 'factors-add-app');
    await owner.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await owner.getByRole('button', { name: 'Remove Front desk computer' }).click();
    await owner.getByText(/It is your last/).waitFor();
    await keep(owner, 'factors-remove');
    await owner.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  }, 300_000);

  it('[F-16] [F-17] they sign in by passkey alone', async () => {
    await signOut(owner);
    await owner.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await inside(owner);
    await owner.getByRole('heading', { level: 1 }).first().waitFor();
    await signOut(owner);
    await stage.useLink(owner, PRIYA);
    await owner.getByRole('heading', { name: 'Confirm that it’s you' }).waitFor();
    await keep(owner, 'factors-confirm-passkey');
    await owner.getByRole('button', { name: 'Use a recovery code' }).click();
    await owner.getByLabel('Recovery code').fill('ABCD-2345-EFGH');
    await owner.getByRole('button', { name: 'Confirm' }).click();
    await owner.getByText(/4 tries left/).waitFor();
    await keep(owner, 'factors-confirm-recovery');
    await owner.getByRole('button', { name: 'Other ways' }).click();
    await owner.getByRole('button', { name: 'Use a passkey' }).click();
    await inside(owner);
  }, 300_000);

  it('[F-16] [F-17] the practice asks everybody for one, once its consequence is said', async () => {
    await owner.getByRole('link', { name: 'Practice security' }).click();
    await owner.getByRole('heading', { level: 1, name: 'Practice security' }).waitFor();
    await keep(owner, 'practice-security');
    await owner.getByRole('radio', { name: /^Required/ }).check();
    await owner.getByRole('button', { name: 'Change…' }).click();
    await owner.getByRole('heading', { name: 'Change to “Required”?' }).waitFor();
    await keep(owner, 'practice-security-consequence');
    await owner.getByRole('button', { name: 'Change to “Required”' }).click();
    await owner.getByText(/^Changed\./).waitFor();
  }, 300_000);

  it('[F-16] [F-17] a member is made to add an authenticator app, and is asked for it from then on', async () => {
    const member = await stage.visitor();
    await stage.useLink(member, HAMISH);
    await member.getByRole('heading', { name: 'Add a second factor' }).waitFor();
    await keep(member, 'factors-enrol');
    await member.reload();
    await member.getByRole('button', { name: 'Set up an app' }).click();
    await member.getByRole('img', { name: /QR code/ }).waitFor();
    const secret = (await member.locator('code').innerText()).replaceAll(' ', '');
    await keep(member, 'factors-enrol-app');
    const app = new TOTP({ secret });
    const field = member.getByLabel('The code that the app now shows');
    await field.fill('000000');
    await member.getByText(/4 tries left/).waitFor();
    await field.fill(app.generate());
    await member.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
    const usedAt = app.counter();
    await keep(member, 'factors-enrol-codes');
    await member.getByLabel('I have kept them').check();
    await member.getByRole('button', { name: 'Go on' }).click();
    await member.waitForURL('**/clients**');

    await signOut(member);
    await stage.useLink(member, HAMISH);
    const code = member.getByLabel('Code from your authenticator app');
    await code.waitFor();
    await keep(member, 'factors-confirm-code');
    await code.fill('000000');
    await member.getByText(/4 tries left/).waitFor();
    await keep(member, 'factors-confirm-wrong');
    // A code is good once: the next one is waited for.
    while (app.counter() <= usedAt) await member.waitForTimeout(500);
    await code.fill(app.generate());
    await inside(member);
    await member.goto(`${stage.url}/sign-in/confirm`);
    await member.getByRole('heading', { name: 'This sign-in has ended' }).waitFor();
    await keep(member, 'factors-step-over');
    await member.context().close();
  }, 300_000);

  it('[F-16] [F-17] a change of access asks for a fresh proof, and goes on after it', async () => {
    await owner.goto(`${stage.url}/team/roles/new`);
    await owner.getByRole('textbox', { name: 'Name' }).fill('Student');
    await owner.getByRole('checkbox', { name: 'Clients: read' }).check();
    await stage.ageProofs();
    await owner.getByRole('button', { name: 'Create role' }).click();
    const dialog = owner.getByRole('dialog', { name: 'Confirm that it’s you' });
    await dialog.getByRole('button', { name: 'Use a passkey' }).waitFor();
    await keep(owner, 'factors-step-up');
    await owner.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await owner
      .getByText(/Nothing was changed/)
      .first()
      .waitFor();
    await owner.getByRole('button', { name: 'Create role' }).click();
    await dialog.getByRole('button', { name: 'Use a passkey' }).click();
    await owner.locator('tbody tr', { hasText: 'Student' }).waitFor();
  }, 300_000);

  it('[F-16] [F-17] whoever has no factor is led to a fresh sign-in', async () => {
    const other = await stage.visitor();
    await stage.signIn(other, 'ngaire@clearwater.example');
    await other.goto(`${stage.url}/settings/security`);
    await other.getByRole('radio', { name: /^Required/ }).check();
    await other.getByRole('button', { name: 'Change…' }).click();
    await other.getByRole('button', { name: 'Change to “Required”' }).click();
    await other
      .getByText(/first to be shut out/)
      .first()
      .waitFor();
    await keep(other, 'practice-security-refused');
    await stage.ageProofs();
    await other.getByRole('button', { name: 'Change…' }).click();
    await other.getByRole('button', { name: 'Change to “Required”' }).click();
    const dialog = other.getByRole('dialog', { name: 'Confirm that it’s you' });
    await dialog.getByRole('button', { name: 'Sign out and in again' }).waitFor();
    await keep(other, 'factors-step-up-none');
    await dialog.getByRole('button', { name: 'Sign out and in again' }).click();
    await other.waitForURL('**/sign-in');
    await other.context().close();
  }, 300_000);
});
