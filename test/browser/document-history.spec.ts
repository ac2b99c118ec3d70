import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { FileBrowser, pdf } from '../support/files.js';
import { keep, openStage, type Stage } from './support/browser.js';

const PRIYA = 'priya@wattlebird.example';
const HAMISH = 'hamish@wattlebird.example';

let stage: Stage;
let owner: Page;
let member: Page;
beforeAll(async () => {
  stage = await openStage();
  [owner, member] = [await stage.visitor(), await stage.visitor()];
}, 300_000);

async function filesOf(page: Page): Promise<FileBrowser> {
  const cookies = await page.context().cookies();
  return FileBrowser.signedIn(stage.url, cookies.map(({ name, value }) => `${name}=${value}`).join('; '));
}

describe('the history of documents', () => {
  it('[I-57] is reviewed by those who run the practice: by person, act and document, with its days, and exported', async () => {
    await stage.signIn(owner, PRIYA);
    await stage.signIn(member, HAMISH);
    const [hers, his] = [await filesOf(owner), await filesOf(member)];
    const { items } = await his.json<{ items: { id: string }[] }>('GET', '/clients?limit=1', 200);
    const clientId = items[0]!.id;
    const { documentId: passport } = await hers.send({ clientId, content: pdf(40_000), name: 'Passport Tran.pdf' });
    await hers.send({ clientId, content: pdf(2_000), name: 'Police check.pdf', metadata: { category: 'police_check' } });
    const view = await his.link(passport, 'view');
    for (const range of ['bytes=0-9999', 'bytes=10000-19999']) await his.bytes(view, { range });
    await hers.bytes(await hers.link(passport));
    await owner.goto(`${stage.url}/settings/security`);
    await owner.getByRole('link', { name: 'Document history' }).click();
    const table = owner.getByRole('table', { name: 'Acts on documents' });
    const opened = table.getByRole('row').filter({ hasText: 'Opened' });
    await opened.getByText('20 kB left, in 2 requests').waitFor();
    expect(await opened.getByText('Hamish Doyle').count()).toBe(1);
    const days = owner.getByRole('figure', { name: 'Opens and downloads by day' });
    expect(await days.getByText('Opened once, downloaded once.').count()).toBe(1);
    await keep(owner, 'document-history');
    await owner.getByRole('combobox', { name: 'Act', exact: true }).click();
    await owner.getByRole('option', { name: 'Downloaded' }).click();
    await opened.waitFor({ state: 'detached' });
    expect(await table.getByRole('row').count()).toBe(2);
    expect(new URL(owner.url()).searchParams.get('act')).toBe('download');
    const file = owner.waitForEvent('download');
    await owner.getByRole('button', { name: 'Export as CSV' }).click();
    const lines = readFileSync(await (await file).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect([lines.length, lines[1]!.includes('Passport Tran.pdf')]).toEqual([2, true]);
    await owner.getByText('The export is on record').waitFor();
    await owner.goto(`${stage.url}/settings/document-history?from=`);
    await table.getByRole('link', { name: 'Police check.pdf' }).first().click();
    await owner.getByText('Only Police check.pdf').waitFor();
    expect(await table.getByText('Passport Tran.pdf').count()).toBe(0);
    await member.goto(`${stage.url}/settings/document-history`);
    await member.getByText('Only owners and administrators').waitFor();
  }, 120_000);
});
