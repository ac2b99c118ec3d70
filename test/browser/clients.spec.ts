import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { keep, openStage, type Stage } from './support/browser.js';

const PRIYA = 'priya@wattlebird.example';

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await openStage();
  page = await stage.visitor();
  await stage.signIn(page, PRIYA);
  await page.locator('tbody tr[data-id]').first().waitFor();
}, 300_000);
afterAll(async () => page?.context().close());

async function search(text: string): Promise<void> {
  await page.keyboard.press('/');
  await page.getByRole('combobox').fill(text);
}

async function openClient(text: string, name: string): Promise<void> {
  await page.goto(`${stage.url}/clients`);
  await page.locator('tbody tr[data-id]').first().waitFor();
  await search(text);
  await page.getByRole('option').filter({ hasText: name }).first().click();
  await page.getByRole('heading', { level: 1 }).filter({ hasText: name }).waitFor();
}

describe('the client list', () => {
  it('[M-36] [M-37] shows the newest fifty, loads more, and keeps its filters in the address', async () => {
    expect(await page.locator('tbody tr[data-id]').count()).toBe(50);
    await keep(page, 'clients-list');
    await page.getByRole('button', { name: 'Load next 50' }).click();
    await page.locator('tbody tr[data-id]').nth(99).waitFor();
    await page
      .getByRole('button', { name: /Sort by name|Client/ })
      .first()
      .click();
    await page.waitForURL('**sort=name**');
    await page.goto(`${stage.url}/clients?status=prospect`);
    await page.locator('tbody tr[data-id]').first().waitFor();
    const statuses = await page.locator('tbody tr[data-id]').allInnerTexts();
    expect(statuses.length).toBeGreaterThan(0);
    for (const line of statuses) expect(line).toContain('Prospect');
    await keep(page, 'clients-filtered');
  }, 300_000);

  it('says what was done to several at once, and takes it back', async () => {
    await page.goto(`${stage.url}/clients`);
    await page.locator('tbody tr[data-id]').first().waitFor();
    const first = await page.locator('tbody tr[data-id]').first().getAttribute('data-id');
    for (const at of [0, 1, 2]) await page.locator('tbody tr[data-id] label').nth(at).click();
    await page.getByText('3 selected').first().waitFor();
    await keep(page, 'clients-selection');
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await page.getByText('3 clients archived').first().waitFor();
    await page.locator(`tr[data-id="${first}"]`).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator(`tr[data-id="${first}"]`).waitFor();
  }, 300_000);
});

interface Exported {
  'File number': string;
  Status: string;
  'Legal family name': string;
  'Legal given name': string;
  'Family name first': string;
}

/** A client as the list names it, from what an export says of it. */
function listed(row: Exported): string {
  const names = [row['Legal given name'], row['Legal family name']].filter((name) => name !== '');
  return `${row['File number']} ${(row['Family name first'] === 'yes' ? names.reverse() : names).join(' ')}`;
}

describe('an export', () => {
  it('arrives as a file that holds exactly the clients the list shows, and no others', async () => {
    await page.goto(`${stage.url}/clients?status=prospect,waiting_list`);
    const rows = page.locator('tbody tr[data-id]');
    await rows.first().waitFor();
    const more = page.getByRole('button', { name: /^Load next/ });
    while ((await more.count()) > 0) {
      const before = await rows.count();
      await more.click();
      await rows.nth(before).waitFor();
    }
    const names = await rows.locator('[data-row-link]').allTextContents();
    const shown = (await rows.locator('[class*="fileNumber"]').allTextContents()).map((number, at) => `${number} ${names[at]}`);
    const arriving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const file = await arriving;
    await page.getByText('The export is downloaded. It is on record.').first().waitFor();
    await keep(page, 'clients-exported');
    expect(file.suggestedFilename()).toMatch(/^clients-\d{4}-\d{2}-\d{2}\.csv$/);
    const exported = parse(readFileSync(await file.path()), { columns: true, bom: true }) as Exported[];
    expect(shown.length).toBeGreaterThan(10);
    expect(exported.map(listed).sort()).toEqual(shown.toSorted());
    expect(new Set(exported.map((row) => row.Status))).toEqual(new Set(['prospect', 'waiting_list']));
  }, 300_000);
});

describe('the search box', () => {
  it('[I-46] finds clients as a person types, by any part of a name, accents and a slip forgiven, and by an exact number', async () => {
    await page.goto(`${stage.url}/clients`);
    await page.locator('tbody tr[data-id]').first().waitFor();
    await search('nguy');
    await page.getByRole('option').filter({ hasText: 'Nguyễn' }).first().waitFor();
    await keep(page, 'search-nguy');
    for (const [typed, found] of [
      ['thi nguyen', 'Nguyễn Thị Thu Hà'],
      ['hannah', 'Nguyễn Thị Thu Hà'],
      ['nguyne thi', 'Nguyễn'],
      ['WB-2214', 'Nguyễn Thị Thu Hà'],
    ] as const) {
      await page.getByRole('combobox').fill(typed);
      await page.getByRole('option').filter({ hasText: found }).first().waitFor();
    }
    expect(page.url()).not.toContain('guy');
    await page.getByRole('combobox').fill('zzqx no such person');
    await page
      .getByText(/No client you may see is called/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  }, 300_000);
});

describe('a client’s record', () => {
  it('[I-45] [F-21] opens sealed identifiers one recorded act at a time, and shows who opened them', async () => {
    await openClient('WB-2214', 'Nguyễn Thị Thu Hà');
    await page.getByText('Sealed identifiers').first().waitFor();
    await keep(page, 'client-record');
    expect(await page.getByText(/PA?\d{7}|\b\d{13}\b/).count()).toBe(0);
    await page.getByRole('button', { name: /^Show/ }).first().click();
    await page
      .getByText(/Hides in \d+ s/)
      .first()
      .waitFor();
    await keep(page, 'client-identifier-shown');
    await page
      .getByRole('tab', { name: /History/ })
      .or(page.getByRole('link', { name: /History/ }))
      .first()
      .click();
    await page
      .getByText(/showed|opened/i)
      .first()
      .waitFor();
    await keep(page, 'client-history');
  }, 300_000);

  it('shows two people who edit at once what each changed, and loses neither', async () => {
    await openClient('thu ha', 'Nguyễn Thị Thu Hà');
    const id = /clients\/([0-9a-f-]{36})/.exec(page.url())![1]!;
    await page.getByRole('button', { name: 'Edit', exact: true }).first().click();
    await page.getByRole('textbox', { name: /Preferred name/ }).fill('Hannah N');
    await keep(page, 'client-edit');
    // Meanwhile Salma saves the same client.
    const salma = await stage.visitor();
    await stage.signIn(salma, 'salma@wattlebird.example');
    const saved = await salma.evaluate(async (client: string) => {
      const current = (await (await fetch(`/api/v1/clients/${client}`)).json()) as { version: number };
      const answer = await fetch(`/api/v1/clients/${client}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ version: current.version, preferredName: 'Hà', title: 'Ms' }),
      });
      return answer.status;
    }, id);
    expect(saved).toBe(200);
    await page.getByRole('button', { name: /^Save/ }).first().click();
    await page.getByText('Two people edited this client').first().waitFor();
    await keep(page, 'client-merge-screen');
    await page.getByText('Yours', { exact: true }).first().waitFor();
    await page.getByText('Keep yours').first().click();
    await page.getByRole('button', { name: 'Save the merged client' }).click();
    // The answer stands when the page has left the merge screen.
    await page.getByText('Two people edited this client').first().waitFor({ state: 'detached' });
    const now = await page.evaluate(
      async (client: string) =>
        (await (await fetch(`/api/v1/clients/${client}`)).json()) as { preferredName: string; details: { title: string } },
      id,
    );
    expect(now.preferredName).toBe('Hannah N');
    expect(now.details.title).toBe('Ms');
    await salma.context().close();
  }, 300_000);

  it('takes in a duplicate: what would move is told first, and the merged one then leads to the kept one', async () => {
    await openClient('WB-2230', 'Siobhán Ó Braonáin');
    const kept = page.url();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Merge a duplicate…' }).click();
    await page.getByRole('textbox', { name: 'Find the duplicate' }).fill('obrennan');
    await page.getByRole('button', { name: /^Choose Siobhan O.Brennan, WB-2231$/ }).click();
    await page.getByRole('heading', { name: 'Merge a duplicate?' }).waitFor();
    const duplicate = (await page.getByRole('link', { name: 'Keep the other one instead' }).getAttribute('href'))!.replace(/\/merge$/, '');
    await keep(page, 'client-merge-consequence');
    await page.getByRole('button', { name: /^Move \d+ records? and archive WB-2231$/ }).click();
    await page
      .getByText(/records? moved, duplicate archived/)
      .first()
      .waitFor();
    expect(page.url()).toBe(kept);
    await page.getByText('siobhan.obrennan@post.example').first().waitFor();
    await keep(page, 'client-merged');
    await page.goto(`${stage.url}${duplicate}`);
    await page.getByText('This client was merged into another one and no longer changes.').waitFor();
    expect(await page.getByRole('button', { name: 'Edit', exact: true }).count()).toBe(0);
    await keep(page, 'client-merged-away');
    await page.getByRole('link', { name: 'Open the client that was kept' }).click();
    await page.getByRole('heading', { level: 1 }).filter({ hasText: 'Siobhán Ó Braonáin' }).waitFor();
    expect(page.url()).toBe(kept);
  }, 300_000);

  it('is made from a name, warns of a likely duplicate, and is archived and restored', async () => {
    await page.goto(`${stage.url}/clients/new`);
    await page.getByRole('textbox', { name: 'Family name' }).fill('Whitlock');
    await page.getByRole('textbox', { name: 'Given names' }).fill('Perpetua');
    await keep(page, 'client-new');
    await page.getByRole('button', { name: 'Create client' }).click();
    await page.getByRole('heading', { level: 1, name: /Perpetua Whitlock/ }).waitFor();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: /Archive/ }).click();
    await page.getByRole('button', { name: 'Archive 1 client' }).waitFor();
    await keep(page, 'client-archive');
    await page.getByRole('button', { name: 'Archive 1 client' }).click();
    await page
      .getByText(/Archived clients stay on file/)
      .first()
      .waitFor();
  }, 300_000);
});
