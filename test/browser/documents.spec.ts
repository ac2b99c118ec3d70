import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from '@jest/globals';
import PDFDocument from 'pdfkit';
import type { Locator, Page } from 'playwright-core';
import { keep, openStage, type Stage } from './support/browser.js';

const PRIYA = 'priya@wattlebird.example';

let stage: Stage;
let page: Page;
let scan: Buffer;
beforeAll(async () => {
  stage = await openStage();
  page = await stage.visitor();
  const document = new PDFDocument({ size: 'A5' });
  document.fontSize(28).text('Passport').fontSize(14).text('Given for a test').addPage().text('The last page');
  document.end();
  scan = await buffer(document as unknown as Readable);
}, 300_000);

const choose = (files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> =>
  page.getByLabel('choose files', { exact: true }).setInputFiles(files);

/** Waits until a page stands there as a picture. */
async function drawn(picture: Locator): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await picture.evaluate((node: unknown) => (node as { naturalWidth: number }).naturalWidth)) > 500) return;
    await page.waitForTimeout(50);
  }
  throw new Error('the page was never drawn');
}

describe('documents of a client', () => {
  it('[I-51] arrive, are checked and filed; what could harm is refused in words', async () => {
    await stage.signIn(page, PRIYA);
    await page.getByRole('table').getByRole('link').first().click();
    await page
      .getByRole('navigation', { name: 'Parts of this record' })
      .or(page.locator('nav').filter({ hasText: 'History' }))
      .getByRole('link', { name: 'Documents' })
      .first()
      .click();
    await page.getByText('No documents yet').waitFor();
    await choose([
      { name: 'Passport, all pages.pdf', mimeType: 'application/pdf', buffer: scan },
      { name: 'Giấy khai sinh.pdf', mimeType: 'application/pdf', buffer: scan },
      { name: 'Notes of a call.txt', mimeType: 'text/plain', buffer: Buffer.from('Called on Monday. Will send the lease.') },
      { name: 'Statement.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html><script>alert(1)</script></html>') },
    ]);
    await page.getByText('3 files sealed and filed').waitFor();
    await page.getByText('Not filed: it holds something that runs, such as a script or a macro').waitFor();
    await page.getByRole('row', { name: /Passport, all pages/ }).waitFor();
    await page.locator('img[src^="data:image/webp"]').first().waitFor();
    await keep(page, 'documents');
    await page.getByRole('button', { name: 'Take Statement.pdf off this list' }).click();
    await page.getByRole('button', { name: /Take 3 files/ }).click();
  }, 120_000);

  it('[I-52] [I-53] open as pictures of their pages and come back byte for byte', async () => {
    await page.getByRole('link', { name: 'Passport, all pages.pdf' }).click();
    const picture = page.getByRole('img', { name: 'Page 1' });
    await picture.waitFor();
    await drawn(picture);
    await page.keyboard.press('ArrowRight');
    await page.getByText('Page 2 of 2').waitFor();
    await drawn(page.getByRole('img', { name: 'Page 2' }));
    await keep(page, 'documents-viewer');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    const bytes = readFileSync((await (await saved).path())!);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(createHash('sha256').update(scan).digest('hex'));
    await page.getByRole('button', { name: 'History', exact: true }).click();
    await page
      .getByRole('dialog', { name: 'What was done with Passport, all pages.pdf' })
      .getByRole('cell', { name: 'Downloaded' })
      .first()
      .waitFor();
    await keep(page, 'documents-history');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Close' }).click();
  }, 120_000);

  it('goes on by itself after the connection broke', async () => {
    let broken = 0;
    await page.route('**/api/v1/uploads/*', async (route) => {
      if (route.request().method() === 'PATCH' && broken < 2) {
        broken++;
        await route.abort('connectionreset');
      } else await route.continue();
    });
    const large = Buffer.concat([scan, Buffer.from(`\n%${'x'.repeat(3_000_000)}\n`)]);
    await choose([{ name: 'Bank statements.pdf', mimeType: 'application/pdf', buffer: large }]);
    await page.getByText('1 file sealed and filed').waitFor({ timeout: 40_000 });
    expect(broken).toBe(2);
    await page.unroute('**/api/v1/uploads/*');
    await page.getByRole('row', { name: /Bank statements/ }).waitFor();
    expect(await page.getByRole('row', { name: /Bank statements/ }).count()).toBe(1);
  }, 120_000);

  it('goes on from where it was when its page was closed in the middle, once the same file is chosen again', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'ironbark-file-')), 'Lease and annexures.pdf');
    writeFileSync(path, Buffer.concat([scan, Buffer.from(`\n%${'x'.repeat(12_000_000)}\n`)]));
    const offsets: number[] = [];
    await page.route('**/api/v1/uploads/*', async (route) => {
      const offset = Number(route.request().headers()['upload-offset'] ?? 0);
      if (route.request().method() === 'PATCH') offsets.push(offset);
      if (route.request().method() === 'PATCH' && offset > 0) await route.abort('connectionreset');
      else await route.continue();
    });
    await page.getByLabel('choose files', { exact: true }).setInputFiles(path);
    await page.getByText('The connection broke. Trying again by itself; nothing is lost.').waitFor({ timeout: 30_000 });
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.unroute('**/api/v1/uploads/*');
    await page.getByText('One file had not arrived whole when this page was left.').waitFor();
    await keep(page, 'documents-unfinished');
    const asked: string[] = [];
    page.on('request', (request) => {
      if (/\/api\/v1\/uploads/.test(request.url())) asked.push(`${request.method()} ${request.headers()['upload-offset'] ?? ''}`.trim());
    });
    await page.getByLabel('choose files', { exact: true }).setInputFiles(path);
    await page.getByText('1 file sealed and filed').waitFor({ timeout: 40_000 });
    expect(asked.filter((line) => line.startsWith('P'))).toEqual([`PATCH ${Math.max(...offsets)}`]);
    expect(await page.getByText('had not arrived whole').count()).toBe(0);
    expect(await page.getByRole('row', { name: /Lease and annexures/ }).count()).toBe(1);
  }, 120_000);

  it('are moved to another client, with the way back', async () => {
    await page.getByRole('button', { name: 'What to do with Notes of a call.txt' }).click();
    await page.getByRole('menuitem', { name: 'To another client…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Move Notes of a call.txt' });
    await dialog.getByLabel('Find a client').fill('a');
    const [first, second] = [dialog.getByRole('listitem').first(), dialog.getByRole('listitem').nth(1)];
    const here = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
    await first.waitFor();
    const other = here.includes((await first.locator('b').textContent()) ?? '') ? second : first;
    await other.getByRole('button').click();
    await keep(page, 'documents-move');
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByText(/^Moved to /).waitFor();
    await page.getByRole('row', { name: /Notes of a call/ }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.getByRole('row', { name: /Notes of a call/ }).waitFor();
  }, 120_000);

  it('are renamed and given an expiry date, found, removed and brought back', async () => {
    await page.getByRole('button', { name: 'What to do with Giấy khai sinh.pdf' }).click();
    await page.getByRole('menuitem', { name: 'Name and category…' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Birth certificate, Hà.pdf');
    await page.getByRole('combobox', { name: 'Category' }).click();
    await page.getByRole('option', { name: 'Birth certificate' }).click();
    await page.getByLabel('Expires on').fill('2031-02-28');
    await keep(page, 'documents-edit');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Expires 28 Feb 2031').waitFor();
    await page.getByRole('searchbox', { name: 'Find documents' }).fill('ha birth');
    await page.getByRole('row', { name: /Passport/ }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /Birth certificate, Hà/ }).waitFor();
    await page.getByRole('searchbox', { name: 'Find documents' }).fill('');
    await page.getByRole('row', { name: /Passport/ }).waitFor();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('combobox', { name: 'Kind of file' }).click();
    await page.getByRole('option', { name: 'Text', exact: true }).click();
    await page.getByRole('row', { name: /Passport/ }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /Notes of a call/ }).waitFor();
    await keep(page, 'documents-filter');
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('row', { name: /Passport/ }).waitFor();
    await page.getByRole('checkbox', { name: 'Select Notes of a call.txt' }).check();
    await page
      .getByRole('region', { name: /selected/ })
      .getByRole('button', { name: 'Remove' })
      .click();
    await page.getByText('Removed. It can be restored for thirty days. Shares of it have ended.').waitFor();
    await page.getByRole('row', { name: /Notes of a call/ }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.getByRole('row', { name: /Notes of a call/ }).waitFor();
    await page.goto(`${stage.url}/documents`);
    await page.getByRole('row', { name: /Bank statements/ }).waitFor();
    await keep(page, 'documents-all');
  }, 120_000);

  it('are of the kinds that those who run the practice choose', async () => {
    await page.goto(`${stage.url}/settings/document-kinds`);
    await page.getByLabel('Zip archives').uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. It counts for files that arrive from now on.').waitFor();
    await page.reload();
    await page.getByLabel('Microsoft Office', { exact: true }).waitFor();
    expect(await page.getByLabel('Zip archives').isChecked()).toBe(false);
    await keep(page, 'document-kinds');
  }, 60_000);
});
