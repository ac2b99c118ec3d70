import { beforeAll, describe, expect, it } from '@jest/globals';
import { keep, openStage, type Stage } from './support/browser.js';

const PRIYA = 'priya@wattlebird.example';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 300_000);

describe('signing in', () => {
  it('[I-26] [M-36] [M-37] asks, opens the caught mail, presses the button, and is in', async () => {
    const page = await stage.visitor();
    await page.goto(stage.url);
    await page.waitForURL('**/sign-in**');
    await keep(page, 'sign-in');
    await page.getByLabel('Email').fill(PRIYA);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await keep(page, 'sign-in-check-mail');
    const link = await stage.mailedLink(PRIYA);
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in to Ironbark' }).waitFor();
    expect(page.url()).not.toContain('#');
    await keep(page, 'sign-in-link');
    await page.getByRole('button', { name: 'Sign in to Ironbark' }).click();
    await page.waitForURL('**/clients**');
    await page.getByRole('heading', { name: 'Clients', level: 1 }).waitFor();
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in to Ironbark' }).click();
    await page
      .getByText(/no longer works/i)
      .first()
      .waitFor();
    await keep(page, 'sign-in-dead-link');
    await page.context().close();
  }, 300_000);

  it('gives another device a code to type in the browser that asked', async () => {
    const desk = await stage.visitor();
    await desk.goto(`${stage.url}/sign-in`);
    await desk.getByLabel('Email').fill('salma@wattlebird.example');
    await desk.getByRole('button', { name: 'Continue' }).click();
    await desk.getByRole('heading', { name: 'Check your mail' }).waitFor();
    const phone = await stage.visitor({ phone: true });
    await phone.goto(await stage.mailedLink('salma@wattlebird.example'));
    await phone.getByRole('button', { name: 'Sign in to Ironbark' }).click();
    await phone
      .getByText(/\d{3}\s?\d{3}/)
      .first()
      .waitFor();
    const code = (await phone.locator('main, body').first().innerText())
      .match(/\b(\d{3})\s?(\d{3})\b/)!
      .slice(1)
      .join('');
    await keep(phone, 'sign-in-code-shown');
    await desk.getByLabel(/code/i).first().focus();
    await desk.keyboard.type(code);
    await desk.waitForURL('**/clients**');
    await desk.context().close();
    await phone.context().close();
  }, 300_000);

  it('[I-28] tells the older browser that the person signed in somewhere else', async () => {
    const older = await stage.visitor();
    await stage.signIn(older, 'ngaire@clearwater.example');
    const newer = await stage.visitor();
    await stage.signIn(newer, 'ngaire@clearwater.example');
    await older.reload();
    await older
      .getByText(/signed in somewhere else/i)
      .first()
      .waitFor();
    await keep(older, 'session-superseded');
    await older.context().close();
    await newer.context().close();
  }, 300_000);

  it('[I-31] shows a person their own sign-ins, and signs out everywhere', async () => {
    const page = await stage.visitor();
    await stage.signIn(page, 'marguerite@saltbush.example');
    await page.goto(`${stage.url}/security`);
    await page.getByRole('heading', { name: 'Your security' }).waitFor();
    await page
      .getByText(/Chrome on Linux/)
      .first()
      .waitFor();
    await keep(page, 'your-security');
    await page.context().close();
  }, 300_000);
});
