import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from '@jest/globals';
import PDFDocument from 'pdfkit';
import type { APIResponse, Page } from 'playwright-core';
import type { CaughtMail } from '../../src/common/mail/mail-catcher.js';
import { newId } from '../../src/common/ids.js';
import { FileBrowser } from '../support/files.js';
import { keep, openStage, type Stage } from './support/browser.js';

const PRIYA = 'priya@wattlebird.example';
const BANK = 'lending@harbourbank.example';

let stage: Stage;
let page: Page;
let documentsUrl: string;
let scan: Buffer;
beforeAll(async () => {
  stage = await openStage();
  page = await stage.visitor();
  const document = new PDFDocument({ size: 'A5' });
  document.fontSize(28).text('Passport').fontSize(14).text('Given for a test');
  document.end();
  scan = await buffer(document as unknown as Readable);
  await stage.signIn(page, PRIYA);
  const cookies = await page.context().cookies();
  const files = FileBrowser.signedIn(stage.url, cookies.map(({ name, value }) => `${name}=${value}`).join('; '));
  const { items } = await files.json<{ items: { id: string }[] }>('GET', '/clients?limit=1', 200);
  const clientId = items[0]!.id;
  await files.send({ clientId, content: scan, name: 'Passport, all pages.pdf' });
  documentsUrl = `${stage.url}/clients/${clientId}/documents`;
}, 300_000);

/** Somebody without an account, in a browser of their own: comes in by the newest mailed link and the code that follows it. */
class Outsider {
  private constructor(private readonly browser: Page) {}

  static async enter(email: string): Promise<Outsider> {
    const outsider = new Outsider(await stage.visitor());
    const token = (await stage.mailedLink(email)).split('#')[1]!;
    expect((await outsider.post('/knock', { token })).status()).toBe(200);
    expect((await outsider.post('/code', { token, code: await codeFor(email) })).status()).toBe(200);
    return outsider;
  }

  async get(path: string): Promise<APIResponse> {
    return this.browser.request.get(`${stage.url}/api/v1/outside${path}`);
  }

  async post(path: string, data?: object): Promise<APIResponse> {
    return this.browser.request.post(`${stage.url}/api/v1/outside${path}`, { ...(data && { data }) });
  }

  /** Sends a file for an item, by tus. */
  async send(itemId: string, filename: string, content: Buffer): Promise<void> {
    const id = newId();
    const said = Object.entries({ id, itemId, filename, filetype: 'application/pdf' });
    const tus = { 'tus-resumable': '1.0.0' };
    const begun = await this.browser.request.post(`${stage.url}/api/v1/outside/uploads`, {
      headers: {
        ...tus,
        'upload-length': String(content.length),
        'upload-metadata': said.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(','),
      },
    });
    expect(begun.status()).toBe(201);
    const sent = await this.browser.request.patch(`${stage.url}/api/v1/outside/uploads/${id}`, {
      headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      data: content,
    });
    expect(sent.status()).toBe(204);
  }
}

async function codeFor(email: string): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    const mails = (await (await fetch(`${stage.url}/dev/mail.json`)).json()) as CaughtMail[];
    const code = mails.filter(({ to }) => to === email).flatMap(({ text }) => /\d{4} \d{4}/.exec(text)?.[0] ?? [])[0];
    if (code !== undefined) return code;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`no code came for ${email}`);
}

const shareDialog = () => page.getByRole('dialog', { name: 'Share Passport, all pages.pdf' });
const lineOf = (name: string) => shareDialog().getByRole('listitem').filter({ hasText: name });

describe('sharing a document', () => {
  it('with somebody outside says what happens before it does, and is asked for an address in words', async () => {
    await page.goto(documentsUrl);
    await page.getByRole('link', { name: 'Passport, all pages.pdf' }).click();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await shareDialog().getByText('Shared with nobody yet').waitFor();
    await shareDialog().getByRole('button', { name: 'Share', exact: true }).click();
    await shareDialog().getByText('Write one email address, like name@example.com.').waitFor();
    await shareDialog().getByLabel('Their email').fill(BANK);
    await shareDialog().getByLabel('Their name').fill('Harbour Bank');
    await shareDialog().getByText(`${BANK} gets a mail with a link.`).waitFor();
    expect(await shareDialog().getByLabel('Write their address across every page').isChecked()).toBe(true);
    await shareDialog().getByText('Download', { exact: true }).click();
    await shareDialog().getByText('to read and to download').waitFor();
    expect(await shareDialog().getByLabel('Write their address across every page').count()).toBe(0);
    await shareDialog().getByText('Only look', { exact: true }).click();
    await shareDialog().getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByText('Shared. The link is on its way to Harbour Bank.').waitFor();
    await lineOf('Harbour Bank').getByText('Waits until').waitFor();
    expect(await lineOf('Harbour Bank').innerText()).toContain('Only look, watermarked; never opened; shared by Priya Raghunathan today');
    await page.keyboard.press('Escape');
    await shareDialog().waitFor({ state: 'detached' });
    // Escape closed what lay on top; the document is still shown.
    expect(await page.getByRole('button', { name: 'Share', exact: true }).count()).toBe(1);
  }, 120_000);

  it('with a colleague tells them', async () => {
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'What to do with Passport, all pages.pdf' }).click();
    await page.getByRole('menuitem', { name: 'Share…' }).click();
    await shareDialog().getByText('A colleague').click();
    await shareDialog().getByRole('combobox', { name: 'Colleague' }).click();
    await shareDialog().getByRole('option', { name: 'Hamish Doyle' }).click();
    await shareDialog().getByText('Hamish Doyle gets a mail with a link that opens once they are signed in.').waitFor();
    await shareDialog().getByRole('button', { name: 'Share', exact: true }).click();
    await lineOf('Hamish Doyle').getByText('Told').waitFor();
    expect(await lineOf('Hamish Doyle').getByRole('button').count()).toBe(0);
  }, 120_000);

  it('shows that it was opened, and is ended at once', async () => {
    const bank = await Outsider.enter(BANK);
    expect((await bank.get('/share')).status()).toBe(200);
    await page.reload();
    await page.getByRole('button', { name: 'What to do with Passport, all pages.pdf' }).click();
    await page.getByRole('menuitem', { name: 'Share…' }).click();
    await lineOf('Harbour Bank').getByText('Open until').waitFor();
    await lineOf('Harbour Bank').getByText('opened once, today').waitFor();
    await keep(page, 'sharing-share');
    await shareDialog().getByRole('button', { name: 'End the share with Harbour Bank' }).click();
    const asked = page.getByRole('dialog', { name: 'End the share with Harbour Bank?' });
    await asked.getByText('even if they are looking right now').waitFor();
    await page.keyboard.press('Escape');
    await asked.waitFor({ state: 'detached' });
    await shareDialog().getByRole('button', { name: 'End the share with Harbour Bank' }).click();
    await asked.getByRole('button', { name: 'End it now' }).click();
    await page.getByText('Ended. Harbour Bank sees it no more.').waitFor();
    await lineOf('Harbour Bank').getByText('Ended today').waitFor();
    expect((await bank.get('/share')).status()).toBe(404);
    await page.keyboard.press('Escape');
  }, 120_000);
});

describe('asking for documents', () => {
  const card = () => page.getByRole('article', { name: 'Documents that show who you are' });
  let client: Outsider;

  it('begins with a preset, is changed by keyboard, and is listed with how far it has come', async () => {
    await page.getByRole('button', { name: 'Ask for documents' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask for documents' });
    await dialog.getByRole('button', { name: 'Partner visa' }).click();
    await dialog.getByText('11 items').waitFor();
    await dialog.getByRole('button', { name: 'Partner visa' }).click();
    await dialog.getByRole('button', { name: 'Identity' }).click();
    await dialog.getByText('4 items').waitFor();
    const email = await dialog.getByLabel('Email').inputValue();
    expect([email.includes('@'), await dialog.getByLabel('Name', { exact: true }).inputValue()]).toEqual([
      true,
      expect.stringMatching(/\S/),
    ]);
    await dialog.getByRole('button', { name: 'Remove Proof of a change of name' }).click();
    await dialog.getByLabel('Document', { exact: true }).last().press('Enter');
    await page.keyboard.type('Visa grant letter');
    await page.keyboard.press('Alt+ArrowUp');
    await dialog.getByLabel('Due', { exact: true }).fill('3 Feb 2020');
    await dialog.getByRole('button', { name: 'Send the request' }).click();
    await dialog.getByText('Choose today or a later day.').waitFor();
    await dialog.getByLabel('Due', { exact: true }).fill('3 Feb 2030');
    await keep(page, 'sharing-ask');
    await dialog.getByRole('button', { name: 'Send the request' }).click();
    await page.getByText(`Asked. The link is on its way to ${email}.`).waitFor();
    await card().getByText('0 of 4 approved, 4 outstanding.').waitFor();
    await card().getByText('Due 3 Feb 2030').waitFor();
    const labels = await card().getByRole('list').getByRole('button').allInnerTexts();
    expect(labels.map((label) => label.split('\n')[0])).toEqual([
      'Passport, all pages',
      'Driver licence, both sides',
      'Visa grant letter',
      'Birth certificate',
    ]);
    client = await Outsider.enter(email);
  }, 120_000);

  it('shows what the client sends by itself; it is opened, approved, taken back and rejected with a reason they read', async () => {
    const { items } = (await (await client.get('/request')).json()) as { items: { id: string }[] };
    await client.send(items[0]!.id, 'Scan of my passport.pdf', scan);
    // Nobody presses anything: the list looks for itself.
    await card().getByText('1 to review').waitFor();
    await card()
      .getByRole('button', { name: /Passport, all pages/ })
      .click();
    await card().getByRole('link', { name: 'Scan of my passport.pdf' }).click();
    await page.getByRole('img', { name: 'Page 1' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await card().getByRole('button', { name: 'Approve: Passport, all pages' }).click();
    await page.getByText('Passport, all pages is approved').waitFor();
    await card().getByText('1 of 4 approved').waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await card().getByText('1 reviewed').waitFor();
    await card()
      .getByRole('button', { name: /Birth certificate/ })
      .click();
    await card().getByRole('button', { name: 'Doesn’t apply: Birth certificate' }).click();
    await card().getByText('1 doesn’t apply.').waitFor();
    await keep(page, 'sharing-requests');
    await card().getByRole('button', { name: 'Reject…: Passport, all pages' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reject “Passport, all pages”?' });
    await dialog.getByRole('button', { name: 'Reject', exact: true }).click();
    await dialog.getByText('Say why, so that the client knows what to send.').waitFor();
    await dialog.getByRole('button', { name: 'Pages are missing. Please send all of them.' }).click();
    await dialog.getByRole('button', { name: 'Reject', exact: true }).click();
    await card().getByText('The client reads: Pages are missing. Please send all of them.').waitFor();
    const seen = (await (await client.get('/request')).json()) as { items: { state: string; reason: string | null }[] };
    expect(seen.items[0]).toMatchObject({ state: 'rejected', reason: 'Pages are missing. Please send all of them.' });
  }, 120_000);

  it('keeps a list for next time, begins with it, changes it, and puts one back that was removed', async () => {
    await page.getByRole('button', { name: 'Ask for documents' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask for documents' });
    await dialog.getByLabel('Document', { exact: true }).fill('Tenancy agreement');
    await dialog.getByLabel('Hint for the client, if it needs one').fill('Every page');
    await dialog.getByRole('button', { name: 'Keep this list for next time…' }).click();
    await dialog.getByLabel('Name of the checklist').press('Enter');
    await dialog.getByText('Give the checklist a name.').waitFor();
    await dialog.getByLabel('Name of the checklist').fill('Rental proof');
    await keep(page, 'sharing-keep-list');
    await dialog.getByLabel('Name of the checklist').press('Enter');
    await page.getByText('Rental proof is kept. It stands above, for everybody.').waitFor();
    await page.keyboard.press('Escape');
    // Another time: it stands beside those that ship.
    await page.getByRole('button', { name: 'Ask for documents' }).click();
    await dialog.getByRole('button', { name: 'Rental proof' }).click();
    await dialog.getByText('1 item', { exact: true }).waitFor();
    expect(await dialog.getByLabel('Title', { exact: true }).inputValue()).toBe('Rental proof');
    await dialog.getByRole('button', { name: 'Our checklists…' }).click();
    const lists = page.getByRole('dialog', { name: 'Our checklists' });
    await lists.getByRole('button', { name: 'Change Rental proof' }).click();
    await lists.getByLabel('Document', { exact: true }).press('Enter');
    await page.keyboard.type('Rates notice');
    await lists.getByLabel('Name', { exact: true }).fill('Proof of residence');
    await lists.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Proof of residence is saved').waitFor();
    await keep(page, 'sharing-checklists');
    await lists.getByRole('button', { name: 'Remove Proof of residence' }).click();
    await lists.getByText('No checklists of our own').waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await lists.getByText('2 items').waitFor();
    await lists.getByRole('button', { name: 'Back to the request' }).click();
    // What was being written is still there.
    expect(await dialog.getByLabel('Document', { exact: true }).first().inputValue()).toBe('Tenancy agreement');
    await page.keyboard.press('Escape');
  }, 120_000);

  it('asks for more, and is closed with its link', async () => {
    await card().getByRole('button', { name: 'What to do with Documents that show who you are' }).click();
    await page.getByRole('menuitem', { name: 'Ask for more…' }).click();
    const more = page.getByRole('dialog', { name: /Ask for more/ });
    await more.getByLabel('Document', { exact: true }).fill('Marriage certificate');
    await more.getByRole('button', { name: 'Ask for these as well' }).click();
    await card()
      .getByRole('button', { name: /Marriage certificate/ })
      .waitFor();
    await card().getByRole('button', { name: 'What to do with Documents that show who you are' }).click();
    await page.getByRole('menuitem', { name: 'Close…' }).click();
    await page.getByRole('button', { name: 'Close the request' }).click();
    await page.getByRole('button', { name: '1 closed request' }).waitFor();
    expect((await client.get('/request')).status()).toBe(404);
  }, 120_000);
});
