import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { providerSettings, standIn, type StandIn } from '../support/provider.js';
import { keep, openStage, type Stage } from './support/browser.js';

const TEUILA = 'teuila@saltbush.example';

let stage: Stage;
let page: Page;
let google: StandIn;
let apple: StandIn;
beforeAll(async () => {
  [google, apple] = [await standIn(), await standIn()];
  google.email = 'teuila.leota@gmail.example';
  stage = await openStage(providerSettings(google, apple));
  page = await stage.visitor();
}, 300_000);
afterAll(async () => {
  await page?.context().close();
  for (const one of [google, apple]) await one?.server.stop();
});

describe('[I-33] signing in with Google', () => {
  it('leads whoever has not linked it to sign in by mail once, and then asks whether to link it', async () => {
    await page.goto(`${stage.url}/sign-in`);
    await page.getByRole('link', { name: 'Continue with Google' }).waitFor();
    await keep(page, 'sign-in-providers');
    await page.getByRole('link', { name: 'Continue with Google' }).click();
    await page.getByRole('heading', { name: 'This Google account isn’t linked to anybody here yet' }).waitFor();
    await keep(page, 'sign-in-unlinked');
    await page.getByRole('link', { name: 'Sign in by mail and link it' }).click();
    await page.getByLabel('Email').fill(TEUILA);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await page.goto(await stage.mailedLink(TEUILA));
    await page.getByRole('button', { name: 'Sign in to Ironbark' }).click();
    await page.getByRole('dialog', { name: 'Link this Google account?' }).waitFor();
    await keep(page, 'security-link');
    await page.getByRole('button', { name: 'Link it' }).click();
    await page.getByText('Google account linked').first().waitFor();
    await page.getByText('teuila.leota@gmail.example').waitFor();
  }, 120_000);

  it('opens the practice afterwards, and is linked to a second provider and unlinked from inside', async () => {
    const again = await stage.visitor();
    await again.goto(`${stage.url}/sign-in`);
    await again.getByRole('link', { name: 'Continue with Google' }).click();
    await again.waitForURL('**/clients**');
    await again.goto(`${stage.url}/security`);
    await again.getByRole('link', { name: 'Link Apple' }).click();
    await again.getByRole('dialog', { name: 'Link this Apple Account?' }).waitFor();
    await again.getByRole('button', { name: 'Link it' }).click();
    await again.getByRole('button', { name: 'Unlink Apple Account' }).waitFor();
    await keep(again, 'security-linked');
    await again.getByRole('button', { name: 'Unlink teuila.leota@gmail.example' }).click();
    await again.getByRole('dialog').getByRole('button', { name: 'Unlink' }).click();
    await again.getByRole('link', { name: 'Link Google' }).waitFor();
    expect(await again.getByText('teuila.leota@gmail.example').count()).toBe(0);
    await again.context().close();
  }, 120_000);

  it('says calmly when the way is over', async () => {
    const visitor = await stage.visitor();
    await visitor.goto(`${stage.url}/sign-in/provider`);
    await visitor.getByRole('heading', { name: 'That sign-in has ended' }).waitFor();
    await visitor.getByRole('link', { name: 'Back to signing in' }).click();
    await visitor.getByLabel('Email').waitFor();
    await visitor.context().close();
  }, 60_000);
});
