import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from '@jest/globals';
import PDFDocument from 'pdfkit';
import type { Page } from 'playwright-core';
import type { CaughtMail } from '../../src/common/mail/mail-catcher.js';
import { FileBrowser } from '../support/files.js';
import { keep, openStage, type Stage } from './support/browser.js';

const PRIYA = 'priya@wattlebird.example';
const LAN = 'lan.pham@mail.example';

let stage: Stage;
let practice: FileBrowser;
let clientId: string;
let documentId: string;
let scan: Buffer;

beforeAll(async () => {
  stage = await openStage();
  const page = await stage.visitor();
  await stage.signIn(page, PRIYA);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  practice = FileBrowser.signedIn(stage.url, cookie);
  const document = new PDFDocument({ size: 'A5' });
  document.fontSize(28).text('Draft agreement').fontSize(14).text('Between the parties').addPage().text('The last page');
  document.end();
  scan = await buffer(document as unknown as Readable);
  clientId = (await practice.json<{ items: { id: string }[] }>('GET', '/clients', 200)).items[0]!.id;
  ({ documentId } = await practice.send({ clientId, content: scan, name: 'Draft agreement.pdf' }));
}, 300_000);

/** The newest code that was mailed, once there is one more than before. */
async function mailedCode(before: number): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const codes = await mailedCodes();
    if (codes.length > before) return codes[0]!;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no code came');
}

async function mailedCodes(): Promise<string[]> {
  const mails = (await (await fetch(`${stage.url}/dev/mail.json`)).json()) as CaughtMail[];
  return mails.filter(({ to }) => to === LAN).flatMap(({ text }) => /(\d{4} \d{4})/.exec(text)?.[1] ?? []);
}

/** Asks for a code on the page, and reads it. */
async function knock(page: Page): Promise<string> {
  const before = (await mailedCodes()).length;
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByLabel('Code from the mail').waitFor();
  return mailedCode(before);
}

const share = async (how: object): Promise<{ id: string }> =>
  practice.json('POST', `/documents/${documentId}/shares`, 201, { email: LAN, name: 'Lan', download: false, watermark: false, ...how });

describe('somebody without an account', () => {
  it('[I-52] is shown a shared document page by page after a code, and it ends when the practice ends it', async () => {
    const { id } = await share({ watermark: true, message: 'Please read it before Friday.' });
    const page = await stage.visitor();
    await page.goto(await stage.mailedLink(LAN));
    await page.getByRole('button', { name: 'Send me a code' }).waitFor();
    expect(page.url()).not.toContain('#');
    expect(await mailedCodes()).toHaveLength(0);
    const code = await knock(page);
    await page.getByLabel('Code from the mail').fill(code === '0000 0000' ? '1111 1111' : '0000 0000');
    await page.getByText('That is not the code').waitFor();
    await keep(page, 'outside-code');
    await page.getByLabel('Code from the mail').fill(code);
    await page.getByRole('heading', { name: 'Draft agreement.pdf' }).waitFor();
    await page.getByText('Please read it before Friday.').waitFor();
    await page.getByText(/Open for \d+ more minutes/).waitFor();
    expect(await page.getByRole('link', { name: /Download/ }).count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    const picture = page.getByRole('img', { name: 'Page 2' });
    await picture.waitFor();
    for (
      let tries = 0;
      tries < 100 && (await picture.evaluate((node: unknown) => (node as { naturalWidth: number }).naturalWidth)) === 0;
      tries++
    )
      await page.waitForTimeout(50);
    await keep(page, 'outside-share');
    await practice.json('POST', `/document-shares/${id}/end`, 200);
    await page.getByRole('button', { name: 'Larger' }).click();
    await page.getByRole('heading', { name: 'This link no longer opens anything' }).waitFor();
    await keep(page, 'outside-ended');
  }, 120_000);

  it('[I-53] keeps a file that may be kept, byte for byte, and leaves', async () => {
    await share({ download: true });
    const page = await stage.visitor();
    await page.goto(await stage.mailedLink(LAN));
    const code = await knock(page);
    await page.getByLabel('Code from the mail').fill(code);
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: /Download/ }).click();
    const bytes = readFileSync((await (await saved).path())!);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(createHash('sha256').update(scan).digest('hex'));
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'You have left' }).waitFor();
    expect((await page.request.get(`${stage.url}/api/v1/outside/share`)).status()).toBe(404);
  }, 120_000);

  it('answers a request from a phone: photographs, is told what was not taken, goes on over a broken line, and is done', async () => {
    const items = [
      { label: 'Passport', hint: 'Every page with a stamp', category: 'passport' },
      { label: 'Police check' },
      { label: 'Marriage certificate' },
    ];
    const request = await practice.json<{ id: string; items: { id: string; version: number }[] }>('POST', '/document-requests', 201, {
      clientId,
      title: 'For your partner visa',
      message: 'Photographs taken in daylight are fine.',
      email: LAN,
      name: 'Lan',
      dueOn: '2027-01-31',
      items,
    });
    const page = await stage.visitor({ phone: true });
    await page.goto(await stage.mailedLink(LAN));
    const code = await knock(page);
    await page.getByLabel('Code from the mail').fill(code);
    await page.getByRole('heading', { name: 'For your partner visa' }).waitFor();
    let broken = 0;
    await page.route('**/api/v1/outside/uploads/*', async (route) => {
      if (route.request().method() === 'PATCH' && broken < 1) {
        broken++;
        await route.abort('connectionreset');
      } else await route.continue();
    });
    await page
      .locator('input[aria-label="Choose files: Passport"]')
      .setInputFiles({ name: 'Passport.pdf', mimeType: 'application/pdf', buffer: scan });
    await page
      .locator('input[aria-label="Take a photo: Police check"]')
      .setInputFiles({ name: 'check.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html><script>alert(1)</script></html>') });
    await page.getByText('Arrived,').waitFor({ timeout: 40_000 });
    await page.getByText('Not filed: it holds something that runs').waitFor();
    expect(broken).toBe(1);
    await page.getByText('1 of 3 done').waitFor();
    const { items: now } = await practice.json<{ items: { id: string; version: number }[] }>(
      'GET',
      `/document-requests/${request.id}`,
      200,
    );
    const [passport, , marriage] = now;
    const judge = async (item: { id: string; version: number }, body: object) =>
      practice.json('POST', `/document-requests/${request.id}/items/${item.id}`, 200, { version: item.version, ...body });
    await judge(passport!, { state: 'rejected', reason: 'The second page is cut off.' });
    await judge(marriage!, { state: 'not_applicable' });
    await page.reload();
    await page.getByText('The practice says: The second page is cut off.').waitFor();
    await keep(page, 'outside-request');
    await page.getByRole('button', { name: 'I have sent everything' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    await keep(page, 'outside-thanks');
  }, 120_000);
});
