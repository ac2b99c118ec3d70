import { beforeAll, describe, expect, it } from '@jest/globals';
import { sampleCsv } from '../../src/demo/sample-csv.js';
import { keep, openStage, type Stage } from './support/browser.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 300_000);

describe('importing clients', () => {
  it('shows every row before anything is saved, leaves bad rows out, and goes on by itself', async () => {
    const page = await stage.visitor();
    await stage.signIn(page, 'teuila@saltbush.example');
    await page.goto(`${stage.url}/imports`);
    await page.getByText('Drop a CSV file here').first().waitFor();
    await keep(page, 'imports-empty');
    const { text, badRows } = sampleCsv(120, 7, { badRows: 9 });
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'Clients from elsewhere.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page
      .getByRole('button', { name: /^Import \d+ clients/ })
      .first()
      .waitFor({ timeout: 40_000 });
    await keep(page, 'import-review');
    expect(
      await page.getByRole('button', { name: `Import ${120 - badRows.length} clients, leave ${badRows.length} out` }).count(),
    ).toBeGreaterThan(0);
    await page
      .getByRole('button', { name: /^Import \d+ clients/ })
      .first()
      .click();
    // What would change is told first; the same verb with its count confirms it.
    await page
      .getByText(`Import ${120 - badRows.length} clients?`)
      .first()
      .waitFor();
    await keep(page, 'import-consequence');
    await page
      .getByRole('button', { name: /^Import \d+ clients/ })
      .last()
      .click();
    await page
      .getByText(`${120 - badRows.length} clients imported`)
      .first()
      .waitFor({ timeout: 60_000 });
    await keep(page, 'import-done');
    await page.context().close();
  }, 300_000);
});
