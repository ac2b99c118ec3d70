import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { selfSigned } from '../support/certificate.js';
import { NameServer } from '../support/name-server.js';
import { OpenIdProvider } from '../support/oidc.js';
import { keep, openStage, type Stage } from './support/browser.js';

const OWNER = 'marguerite@saltbush.example';
const MEMBER = 'teuila@saltbush.example';
const SETTINGS = '/settings/single-sign-on';

/** What a provider publishes whose certificate ends in twenty days. */
const METADATA = `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="urn:example:old">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${selfSigned(20).bare}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;

let stage: Stage;
let dns: NameServer;
let provider: OpenIdProvider;
let owner: Page;
beforeAll(async () => {
  dns = await NameServer.start();
  stage = await openStage({ DNS_SERVERS: dns.address });
  provider = await OpenIdProvider.at();
  for (const email of [OWNER, MEMBER]) provider.people.set(email.split('@')[0]!, { email, email_verified: true, name: 'Somebody' });
  owner = await stage.visitor();
}, 300_000);

/** Goes through the provider's own pages as somebody. */
async function atProvider(page: Page, login: string): Promise<void> {
  await page.waitForURL(`${provider.issuer}/**`);
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill('any');
  await page.locator('button[type="submit"]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Types an address at the door and takes the practice's own way in. */
async function signInBy(page: Page, email: string): Promise<void> {
  await page.goto(`${stage.url}/sign-in`);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByRole('button', { name: 'Continue with Saltbush account' }).click();
  await atProvider(page, email.split('@')[0]!);
}

/** Waits until a field of the page holds a value. */
async function filled(page: Page, value: string): Promise<void> {
  const values = (): Promise<string[]> =>
    page.locator('input').evaluateAll((inputs) => inputs.map((input) => (input as { value?: string }).value ?? ''));
  for (let tries = 0; tries < 200; tries++) {
    if ((await values()).includes(value)) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`no field ever held ${value}`);
}

describe('single sign-on', () => {
  it('[F-16] is set up by an administrator: a domain proved, a provider connected and tried', async () => {
    await stage.signIn(owner, OWNER);
    await owner.goto(`${stage.url}/settings/security`);
    await owner.getByRole('link', { name: 'Single sign-on' }).click();
    await owner.getByText('Nothing connected').waitFor();
    await keep(owner, 'single-sign-on-empty');
    await owner.getByRole('textbox', { name: 'Domain' }).fill(OWNER);
    await owner.getByRole('button', { name: 'Add domain' }).click();
    await owner.getByText('Waiting for its record').waitFor();
    await owner.getByRole('button', { name: 'Check saltbush.example now' }).click();
    await owner.getByText('The record is not there yet').waitFor();
    dns.publish(
      await owner.getByRole('textbox', { name: 'TXT record: Name' }).inputValue(),
      await owner.getByRole('textbox', { name: 'TXT record: Value' }).inputValue(),
    );
    await owner.getByRole('button', { name: 'Check saltbush.example now' }).click();
    await owner.getByText(/^Verified /).waitFor();

    await owner.getByRole('button', { name: 'Connect a provider' }).click();
    const dialog = owner.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Saltbush account');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    const [callbackUrl, logoutUrl] = [
      await owner.getByRole('textbox', { name: 'Redirect URI' }).inputValue(),
      await owner.getByRole('textbox', { name: 'Back-channel logout URI' }).inputValue(),
    ];
    await provider.open({ callbackUrl, logoutUrl });
    await owner.getByRole('textbox', { name: 'Issuer' }).fill(provider.issuer);
    await owner.getByRole('textbox', { name: 'Client ID' }).fill(provider.clientId);
    await owner.getByLabel('Client secret').fill(provider.clientSecret);
    await keep(owner, 'single-sign-on-set-up');
    await owner.getByRole('button', { name: 'Save' }).click();
    await owner.getByRole('button', { name: 'Try a real sign-in' }).click();
    await atProvider(owner, 'marguerite');
    await owner.getByText(`It worked: your provider let in ${OWNER}.`, { exact: false }).waitFor();
    expect(new URL(owner.url()).hash).toBe('');
    await owner.getByRole('button', { name: 'Turn on' }).click();
    await keep(owner, 'single-sign-on-turn-on');
    await owner.getByRole('button', { name: 'Turn on' }).click();
    await owner.getByText('Offered to addresses of your domains').waitFor();
  }, 180_000);

  it('[F-16] is offered to every address of the domain alike, and lets a member in', async () => {
    const member = await stage.visitor();
    await member.goto(`${stage.url}/sign-in`);
    await member.getByLabel('Email').fill('nobody-at-all@saltbush.example');
    await member.getByRole('button', { name: 'Continue', exact: true }).click();
    await member.getByRole('heading', { name: 'Sign in with Saltbush account' }).waitFor();
    await keep(member, 'sign-in-single-sign-on');
    await member.getByRole('button', { name: 'Get a link by mail instead' }).click();
    await member.getByRole('heading', { name: 'Check your mail' }).waitFor();
    const teuila = await stage.visitor();
    await signInBy(teuila, MEMBER);
    await teuila.waitForURL(`${stage.url}/clients**`);
    await teuila.getByRole('heading', { name: 'Clients' }).waitFor();
  }, 120_000);

  it('[F-16] is prepared for a SAML provider from its metadata, beside the one that is on', async () => {
    await owner.goto(`${stage.url}${SETTINGS}`);
    await owner.getByRole('button', { name: 'Connect a provider' }).click();
    const dialog = owner.getByRole('dialog');
    await dialog.getByText('SAML 2.0').click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Old account');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    const card = owner.getByRole('article', { name: 'Old account' });
    await card.getByText('Pasted').click();
    await card.getByLabel('Metadata XML').fill('<html>not metadata</html>');
    await card.getByRole('button', { name: 'Read it' }).click();
    await card.getByText('That is no metadata of an identity provider').waitFor();
    await card.getByLabel('Metadata XML').fill(METADATA);
    await card.getByRole('button', { name: 'Read it' }).click();
    await filled(owner, 'urn:example:old');
    await card.getByRole('button', { name: 'Save' }).click();
    await card.getByText('ends soon: add the next one beside it').waitFor();
    await keep(owner, 'single-sign-on-saml');
    await card.getByRole('button', { name: 'Remove', exact: true }).click();
    await owner.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await card.waitFor({ state: 'detached' });
  }, 120_000);

  it('[F-16] is required once whoever asks has come in by it; then no other way is left, and it can be lifted', async () => {
    await owner.goto(`${stage.url}${SETTINGS}`);
    await owner.getByText('You came in another way').waitFor();
    expect(await owner.getByRole('button', { name: 'Require it' }).isDisabled()).toBe(true);
    const anew = await stage.visitor();
    await signInBy(anew, OWNER);
    await anew.waitForURL(`${stage.url}/clients**`);
    await anew.goto(`${stage.url}${SETTINGS}`);
    await anew.getByRole('button', { name: 'Require it' }).click();
    await anew.getByText('Nobody is named for break-glass').waitFor();
    await anew.getByText('Nobody is named for break-glass').scrollIntoViewIfNeeded();
    await keep(anew, 'single-sign-on-require');
    await anew.getByLabel('From when on').selectOption('now');
    await anew.getByRole('button', { name: 'Require it' }).click();
    await anew.getByText('Required: nobody gets in any other way').waitFor();
    const member = await stage.visitor();
    await member.goto(`${stage.url}/sign-in`);
    await member.getByLabel('Email').fill(MEMBER);
    await member.getByRole('button', { name: 'Continue', exact: true }).click();
    await member.getByText('and through nothing else').waitFor();
    expect(await member.getByRole('button', { name: 'Get a link by mail instead' }).count()).toBe(0);
    await keep(member, 'sign-in-single-sign-on-required');
    await member.goto(`${stage.url}/sign-in/return#${'A'.repeat(43)}`);
    await member.getByRole('heading', { name: 'That sign-in has ended' }).waitFor();
    expect(new URL(member.url()).hash).toBe('');
    await anew.getByText('Somebody whom the provider calls by another name now').click();
    await anew.getByLabel('Member', { exact: true }).selectOption({ label: 'Teuila Leota' });
    await anew.getByRole('button', { name: 'Unlink' }).click();
    await keep(anew, 'single-sign-on-unlink');
    await anew.getByRole('button', { name: 'Unlink them' }).click();
    await anew.getByText('Teuila Leota is linked anew the next time').waitFor();
    await anew.getByRole('button', { name: 'Lift the requirement' }).click();
    await anew.getByRole('dialog').getByRole('button', { name: 'Lift the requirement' }).click();
    await anew.getByText('Offered to addresses of your domains').waitFor();
  }, 180_000);
});
