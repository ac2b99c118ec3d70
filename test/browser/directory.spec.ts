import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { keep, openStage, type Stage } from './support/browser.js';

const OWNER = 'marguerite@saltbush.example';

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await openStage();
  page = await stage.visitor();
  await stage.signIn(page, OWNER);
}, 300_000);
afterAll(async () => page?.context().close());

describe('[M-15] directory sync', () => {
  it('is connected with a token that is shown once, gives a role, and shows what came and what was refused', async () => {
    await page.goto(`${stage.url}/settings/security`);
    await page.getByRole('link', { name: 'Directory sync' }).click();
    await page.getByText('Not connected yet').waitFor();
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByRole('button', { name: 'Make token' }).click();
    const token = await page.getByRole('dialog').getByRole('textbox').inputValue();
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByRole('combobox', { name: 'What people get' }).selectOption({ label: 'Reception' });
    await page.getByText('People whom the directory adds now hold this role').first().waitFor();
    const push = async (path: string, body: object): Promise<string> => {
      const answer = await fetch(`${stage.url}/scim/v2${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify(body),
      });
      return ((await answer.json()) as { id: string }).id;
    };
    const id = await push('/Users', { userName: 'ines@saltbush.example', displayName: 'Ines Duarte' });
    await push('/Groups', { displayName: 'Front desk', members: [{ value: id }] });
    await push('/Users', { userName: OWNER });
    await page.reload();
    await page.getByText('One person active').waitFor();
    await page.getByText('This person owns the practice: a directory does not manage owners.').waitFor();
    await keep(page, 'directory-sync');
    await page.getByRole('button', { name: /^End the token/ }).click();
    await page.getByText('your directory stops syncing').waitFor();
    await page.getByRole('button', { name: 'End it' }).click();
    await page.getByText('Ended', { exact: true }).first().waitFor();
  }, 120_000);
});
