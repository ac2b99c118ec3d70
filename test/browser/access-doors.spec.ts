import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { keep, openStage, type Stage } from './support/browser.js';

const TEUILA = 'teuila@saltbush.example';

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await openStage();
  page = await stage.visitor();
  await stage.signIn(page, TEUILA);
}, 300_000);
afterAll(async () => page?.context().close());

async function openTeam(path: string): Promise<void> {
  await page.goto(`${stage.url}/team${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

const card = (name: string) => page.getByRole('listitem', { name });
const decidedText = (text: string) => page.getByText(text, { exact: true }).first().waitFor();

/** What the API answers a program with this key. */
async function asProgram(key: string): Promise<number> {
  const answer = await fetch(`${stage.url}/api/v1/clients`, { headers: { authorization: `Bearer ${key}` } });
  return answer.status;
}

/** Makes a key in the dialog that is open, and reads it from the one screen that shows it. */
async function createKey(): Promise<string> {
  await page.getByRole('button', { name: 'Create key' }).click();
  await page.getByRole('heading', { name: 'Copy this key now' }).waitFor();
  return page.getByRole('textbox', { name: 'Key', exact: true }).inputValue();
}

describe('API keys', () => {
  it('belong to a service account that starts with nothing, are shown once, and stop at once when revoked', async () => {
    await openTeam('/keys');
    await page.getByText('No program acts in the practice yet').waitFor();
    await keep(page, 'team-keys-empty');
    await page.getByRole('button', { name: 'New service account' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Website enquiries');
    await page.getByRole('textbox', { name: 'Purpose' }).fill('Reads the client list for the enquiry form');
    await keep(page, 'team-keys-account');
    await page.getByRole('button', { name: 'Create account' }).click();
    await card('Website enquiries').getByText('Nothing yet: no switch is on').waitFor();

    await page.getByRole('link', { name: 'Give it access: Website enquiries' }).click();
    await page.getByRole('heading', { level: 1, name: 'Website enquiries' }).waitFor();
    await page.getByRole('radio', { name: /^All clients/ }).check();
    await page.getByRole('checkbox', { name: 'Clients: read' }).check();
    await page.getByRole('button', { name: 'Save access' }).click();
    await page
      .getByText(/access is changed/)
      .first()
      .waitFor();

    await openTeam('/keys');
    await page.getByRole('button', { name: 'New key for Website enquiries' }).click();
    await page.getByRole('textbox', { name: 'Only from these networks' }).fill('127.0.0.9/8');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText('127.0.0.9/8 is one address with a wider mask. Write 127.0.0.0/8 for the network.').waitFor();
    await keep(page, 'team-keys-new');
    await page.getByRole('textbox', { name: 'Only from these networks' }).fill('127.0.0.0/8\n::1/128');
    const key = await createKey();
    await keep(page, 'team-keys-shown');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'I have stored it' }).click();
    expect(key).toMatch(/^ibk_/);
    expect(await page.content()).not.toContain(key);
    expect(await asProgram(key)).toBe(200);

    await page.getByRole('button', { name: 'New key for Website enquiries' }).click();
    await page.getByText('One key is live already.').waitFor();
    await page.getByText('30 days', { exact: true }).click();
    const second = await createKey();
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await card('Website enquiries').getByText('Two keys are live. Revoke one to make another.').waitFor();
    expect(await page.getByRole('button', { name: 'New key for Website enquiries' }).isDisabled()).toBe(true);
    await openTeam('/keys');
    await card('Website enquiries').locator('tbody tr').nth(1).waitFor();
    await keep(page, 'team-keys');

    const first = card('Website enquiries').locator('tbody tr').filter({ hasText: '127.0.0.0/8' });
    await first.getByRole('button', { name: /^Revoke the key/ }).click();
    await page.getByRole('dialog').getByText('It is refused from the next request on').waitFor();
    await keep(page, 'team-keys-revoke');
    await page.getByRole('button', { name: 'Revoke key', exact: true }).click();
    await page.getByText('The key is revoked. It opens nothing any more.').first().waitFor();
    expect(await asProgram(key)).toBe(401);
    expect(await asProgram(second)).toBe(200);
    await page.getByRole('button', { name: 'Show 1 key that no longer works' }).click();
    await card('Website enquiries').getByText('Revoked', { exact: true }).waitFor();
    await keep(page, 'team-keys-ended');
  }, 300_000);

  it('are nothing that members see', async () => {
    const declan = await stage.visitor();
    await stage.signIn(declan, 'declan@saltbush.example');
    await declan.goto(`${stage.url}/team/keys`);
    await declan
      .getByText(/This is not open to you|Team is off for you/)
      .first()
      .waitFor();
    expect(await declan.getByRole('link', { name: 'API keys' }).count()).toBe(0);
    await declan.context().close();
  }, 300_000);
});

describe('an access review', () => {
  it('is started, decided line by line from the keyboard, taken along as CSV and PDF, and closed', async () => {
    await openTeam('/reviews');
    await page.getByText('No access review yet').waitFor();
    await page.getByRole('button', { name: 'Start a review' }).click();
    await page.getByRole('combobox', { name: 'Who' }).selectOption({ label: 'Geelong psychology' });
    await keep(page, 'team-review-start');
    await page.getByRole('button', { name: 'Start review' }).click();
    await page.getByRole('heading', { level: 1, name: 'Review of Geelong psychology' }).waitFor();
    const lines = page.locator('[data-line]');
    await lines.first().waitFor();
    const all = await lines.count();
    expect(all).toBeGreaterThan(2);
    await keep(page, 'team-review');

    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await decidedText(`1 of ${all} lines decided`);
    expect(await page.locator('[data-line]:focus').getAttribute('data-line')).toBe(await lines.nth(1).getAttribute('data-line'));
    await page.keyboard.press('r');
    await page.getByText(/loses this at once/).waitFor();
    await keep(page, 'team-review-revoke');
    await page.keyboard.press('r');
    await decidedText(`2 of ${all} lines decided`);
    await page.getByText(', 1 revoked').waitFor();

    expect(await page.getByRole('button', { name: 'Close review' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: /^Approve \d+ lines? without a suggestion/ }).click();
    await page
      .getByText(/lines? approved$/)
      .first()
      .waitFor();
    for (let waiting = await page.locator('[data-decision="none"]').count(); waiting > 0; waiting -= 1) {
      await page.locator('[data-decision="none"]').first().focus();
      await page.keyboard.press('a');
      await decidedText(`${all - waiting + 1} of ${all} lines decided`);
    }
    for (const format of ['CSV', 'PDF']) {
      const coming = page.waitForEvent('download');
      await page.getByRole('link', { name: `Export ${format}` }).click();
      expect((await coming).suggestedFilename()).toMatch(new RegExp(`^access-review-.*\\.${format.toLowerCase()}$`));
    }
    await page.getByRole('button', { name: 'Close review' }).click();
    await page.getByRole('dialog').getByText('Afterwards it is a record').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close review' }).click();
    await page.getByText('This review is closed', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /^(Approve|Revoke)/ }).count()).toBe(0);
    await keep(page, 'team-review-closed');

    await page.getByRole('navigation').getByRole('link', { name: 'Reviews' }).first().click();
    await page.getByRole('button', { name: 'Start a review' }).click();
    await page.getByRole('button', { name: 'Start review' }).click();
    await page.getByRole('heading', { level: 1, name: 'Review of everybody' }).waitFor();
    await openTeam('/reviews');
    await page.locator('tbody tr').nth(1).waitFor();
    await keep(page, 'team-reviews');
  }, 300_000);
});

describe('looking as a member', () => {
  it('says so on every page, changes nothing, and ends by itself when it was ended elsewhere', async () => {
    await openTeam('');
    await page.locator('tbody tr').filter({ hasText: 'Declan' }).first().getByRole('link').click();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'See their world, read-only…' }).click();
    await page.getByRole('button', { name: 'See it as Declan Ó Faoláin' }).click();
    const banner = page.getByRole('region', { name: 'Looking as a member' });
    await banner.getByText('You see what Declan Ó Faoláin sees').waitFor();
    await page.locator('tbody tr[data-id]').first().waitFor();
    expect(await page.getByRole('link', { name: 'Team', exact: true }).count()).toBe(0);
    await keep(page, 'viewing-list');
    await page.locator('tbody tr[data-id] a').first().click();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await banner.waitFor();
    await keep(page, 'viewing-record');
    const refused = await page.evaluate(
      async () =>
        (
          await fetch('/api/v1/me/preferences/columns', {
            method: 'PUT',
            headers: { 'content-type': 'application/json' },
            body: '{"value":{}}',
          })
        ).status,
    );
    expect(refused).toBe(403);

    // The look ends while the page is open: whatever is asked for next leads back to one's own world.
    const cookies = await page.context().cookies();
    await page.evaluate(async () => fetch('/api/v1/access/view-as', { method: 'DELETE' }));
    await page.context().addCookies(cookies);
    await page.getByRole('link', { name: 'Clients', exact: true }).first().click();
    // The list may still be known for half a minute; a record that was not opened yet has to be asked for.
    await page.locator('tbody tr[data-id] a').nth(3).click();
    await page.getByRole('link', { name: 'Team', exact: true }).first().waitFor();
    expect(await banner.count()).toBe(0);
  }, 300_000);
});
