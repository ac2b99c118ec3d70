import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { keep, openStage, type Stage } from './support/browser.js';

const TEUILA = 'teuila@saltbush.example';
const DECLAN = 'declan@saltbush.example';

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await openStage();
  page = await stage.visitor();
  await stage.signIn(page, TEUILA);
}, 300_000);
afterAll(async () => page?.context().close());

async function openTeam(path = ''): Promise<void> {
  await page.goto(`${stage.url}/team${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

const row = (name: string) => page.locator('tbody tr').filter({ hasText: name }).first();

async function openMember(name: string): Promise<void> {
  await openTeam();
  await row(name).getByRole('link').click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

describe('the members', () => {
  it('are listed with standing, scope, modules, teams, state and when they were last seen; found and filtered', async () => {
    await openTeam();
    await row('Declan').waitFor();
    expect(await page.locator('tbody tr[data-id]').count()).toBe(40);
    await keep(page, 'team-members');
    await page.getByRole('textbox', { name: 'Find a member' }).fill('anh dao');
    await page.locator('tbody tr[data-id]').nth(1).waitFor({ state: 'detached' });
    expect(await page.locator('tbody tr[data-id]').allInnerTexts()).toEqual([expect.stringContaining('Phạm Anh Đào')]);
    await openTeam('?role=admin,owner&state=active');
    await row('Teuila').waitFor();
    expect(await page.locator('tbody tr[data-id]').count()).toBe(2);
    await keep(page, 'team-members-filtered');
  }, 300_000);

  it('[I-37] get a role in bulk, with a preview of exactly who gains and loses what, and undo', async () => {
    await openTeam();
    for (const name of ['Declan', 'Zofia', 'Anh Đào']) await row(name).locator('label').click();
    await page.getByText('3 selected').first().waitFor();
    await keep(page, 'team-members-selection');
    await page.getByRole('button', { name: 'Apply a role…' }).click();
    await page.getByRole('heading', { level: 1, name: 'Apply a role to 3 members' }).waitFor();
    await page.getByRole('radio', { name: /^Reception/ }).check();
    await page.getByRole('heading', { name: 'What that means' }).waitFor();
    await page
      .getByText(/will no longer open Invoices/)
      .first()
      .waitFor();
    await keep(page, 'team-apply');
    await page.getByRole('button', { name: 'Apply to 3 members' }).click();
    await page.getByText('“Reception” applied to 3 members').first().waitFor();
    await row('Declan').getByText('All clients').waitFor();
    // A toast stays while the keyboard is on it.
    await page.getByRole('button', { name: 'Undo' }).focus();
    await keep(page, 'team-applied');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('3 members back as before').first().waitFor();
    await row('Declan').getByText('Assigned clients').waitFor();
  }, 300_000);

  it('cannot be given a role when one of them is an owner, until that one is left out', async () => {
    await openTeam();
    for (const name of ['Marguerite', 'Zofia']) await row(name).locator('label').click();
    await page.getByRole('button', { name: 'Apply a role…' }).click();
    await page.getByRole('radio', { name: /^Finance/ }).check();
    await page.getByText('1 member can’t be given this role').first().waitFor();
    expect(await page.getByRole('button', { name: 'Apply to 2 members' }).isDisabled()).toBe(true);
    await keep(page, 'team-apply-refused');
    await page.getByRole('button', { name: 'Leave this one out' }).click();
    await page.getByRole('button', { name: 'Apply to 1 member' }).waitFor();
  }, 300_000);

  it('are invited with a role and teams', async () => {
    await openTeam();
    await page.getByRole('button', { name: 'Invite a member' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Ingrid Halvorsen');
    await dialog.getByLabel('Email').fill('ingrid@saltbush.example');
    await dialog.getByRole('combobox', { name: 'Role' }).selectOption({ label: 'Practitioner: assigned clients' });
    await dialog.getByRole('checkbox', { name: 'Geelong psychology' }).check();
    await keep(page, 'team-invite');
    await dialog.getByRole('button', { name: 'Send invitation' }).click();
    await page.getByText('Ingrid Halvorsen is invited').first().waitFor();
    await row('Ingrid Halvorsen').getByText('Invited').waitFor();
    const ingrid = await stage.visitor();
    await stage.signIn(ingrid, 'ingrid@saltbush.example');
    await ingrid.context().close();
    await openTeam();
    await row('Ingrid Halvorsen').getByText('Active').waitFor();
  }, 300_000);
});

describe('one member', () => {
  it('[I-36] loses a module in a session already open when its switch goes off, and has it back when it goes on', async () => {
    const declan = await stage.visitor();
    await stage.signIn(declan, DECLAN);
    await declan.locator('tbody tr[data-id]').first().waitFor();
    await openMember('Declan Ó Faoláin');
    await keep(page, 'team-member');
    await page.getByRole('checkbox', { name: 'Clients: read' }).uncheck();
    expect(await page.getByRole('checkbox', { name: 'Clients: update' }).isChecked()).toBe(false);
    await page.getByRole('button', { name: 'Save access' }).waitFor();
    await keep(page, 'team-member-editing');
    await page.getByRole('button', { name: 'Save access' }).click();
    await page.getByText('Declan Ó Faoláin’s access is changed').first().waitFor();

    await declan.locator('tbody tr[data-id] a').first().click();
    await declan.getByRole('heading', { level: 1, name: 'Clients is off for you' }).waitFor();
    await declan.getByText('Marguerite Whitaker').first().waitFor();
    expect(await declan.getByRole('link', { name: 'Clients', exact: true }).count()).toBe(0);
    await keep(declan, 'team-module-off');
    await declan.goto(`${stage.url}/clients`);
    await declan.getByRole('heading', { level: 1, name: 'Clients is off for you' }).waitFor();
    await declan.goto(`${stage.url}/team`);
    await declan.getByRole('heading', { level: 1, name: 'Team is off for you' }).waitFor();

    await declan.getByRole('link', { name: 'See your access' }).click();
    await declan.getByRole('heading', { level: 1, name: 'Your access' }).waitFor();
    await declan.getByText('by Teuila Leota').first().waitFor();
    await keep(declan, 'own-access');

    for (const act of ['read', 'create', 'update', 'delete']) await page.getByRole('checkbox', { name: `Clients: ${act}` }).check();
    await page.getByRole('button', { name: 'Save access' }).click();
    await page.getByText('Declan Ó Faoláin’s access is changed').first().waitFor();
    await declan.goto(`${stage.url}/clients`);
    await declan.locator('tbody tr[data-id]').first().waitFor();
    await declan.context().close();
  }, 300_000);

  it('is looked at read-only, with a banner, and left again', async () => {
    await openMember('Declan Ó Faoláin');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'See their world, read-only…' }).click();
    await page.getByRole('button', { name: 'See it as Declan Ó Faoláin' }).click();
    await page.getByText('You see what Declan Ó Faoláin sees', { exact: true }).waitFor();
    await page.locator('tbody tr[data-id]').first().waitFor();
    expect(await page.getByRole('link', { name: 'Team', exact: true }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'New client' }).count()).toBe(0);
    await keep(page, 'team-view-as');
    await page.getByRole('button', { name: 'Stop looking' }).click();
    await page.getByRole('heading', { level: 1, name: 'Declan Ó Faoláin' }).waitFor();
    expect(await page.getByText('You see what').count()).toBe(0);
  }, 300_000);

  it('is suspended after the consequence is said, and reactivated', async () => {
    await openMember('Zofia Dąbrowska');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Suspend…' }).click();
    await page.getByRole('heading', { name: 'Suspend Zofia Dąbrowska?' }).waitFor();
    await keep(page, 'team-member-suspend');
    await page.getByRole('button', { name: 'Suspend Zofia Dąbrowska' }).click();
    await page.getByText('Suspended', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Reactivate…' }).click();
    await page.getByRole('button', { name: 'Reactivate Zofia Dąbrowska' }).click();
    await page.getByText('Active', { exact: true }).first().waitFor();
  }, 300_000);
});

describe('the roles', () => {
  it('are built once, edited with the same matrix, and say who holds them', async () => {
    await openTeam('/roles');
    await row('Read-only auditor').waitFor();
    await keep(page, 'team-roles');
    await page.getByRole('link', { name: 'New role' }).click();
    await page.getByRole('heading', { level: 1, name: 'New role' }).waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Student');
    await page.getByRole('checkbox', { name: 'Documents: create' }).check();
    expect(await page.getByRole('checkbox', { name: 'Documents: read' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Create role' }).click();
    await row('Student').getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Student' }).waitFor();
    await page.getByRole('checkbox', { name: 'Clients: read' }).check();
    await page.getByText('Nobody holds it, so nothing changes').first().waitFor();
    await keep(page, 'team-role-editor');
    await page.getByRole('button', { name: 'Save role' }).click();
    await page.getByText('“Student” is saved').first().waitFor();
  }, 300_000);
});

describe('the teams', () => {
  it('stand below each other, give a default role, and say who is in them', async () => {
    await openTeam('/teams');
    await row('Geelong psychology').waitFor();
    await page.getByRole('button', { name: 'Geelong psychology, actions' }).click();
    await page.getByRole('menuitem', { name: 'Add a team below…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Geelong students');
    await dialog.getByLabel('Default role').selectOption({ label: 'Practitioner' });
    await keep(page, 'team-new-team');
    await dialog.getByRole('button', { name: 'Create team' }).click();
    await page.getByText('Geelong students is created').first().waitFor();
    await page.getByRole('button', { name: 'Geelong students, actions' }).click();
    await page.getByRole('menuitem', { name: 'Members…' }).click();
    await page.getByRole('checkbox', { name: /Zofia/ }).check();
    await page.getByText('1 member joins').waitFor();
    await keep(page, 'team-people');
    await page.getByRole('button', { name: 'Save members' }).click();
    await page.getByText('Members of Geelong students are changed').first().waitFor();
    await row('Geelong students').getByText('1 member').waitFor();
    await keep(page, 'team-teams');
    await openMember('Zofia Dąbrowska');
    await page.getByText('Default role of the team').waitFor();
    await keep(page, 'team-member-sources');
  }, 300_000);
});

describe('the access check', () => {
  it('says yes or no, and which step decided', async () => {
    await openTeam('/check');
    await page.getByLabel('Member').selectOption({ label: 'Declan Ó Faoláin, Physiotherapist' });
    await page.getByRole('heading', { name: 'Yes, Declan Ó Faoláin may read things in Clients' }).waitFor();
    await page.getByLabel('Part of the practice').selectOption('reports');
    await page.getByRole('heading', { name: 'No, Declan Ó Faoláin may not read things in Reports' }).waitFor();
    await page.getByText('Decided it', { exact: true }).waitFor();
    await page.getByLabel('Part of the practice').selectOption('clients');
    await page.getByText('One client', { exact: true }).click();
    await keep(page, 'team-check');
    await page.getByLabel('Find a client').fill('smith');
    await page.getByRole('list', { name: 'Clients found' }).getByRole('button').first().click();
    await page
      .getByText(/assigned to them/)
      .first()
      .waitFor();
    await keep(page, 'team-check-client');
  }, 300_000);
});

describe('a client', () => {
  it('is kept from a member by a wall, from the record’s menu', async () => {
    await page.goto(`${stage.url}/clients`);
    await page.locator('tbody tr[data-id] a').first().click();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Who may open this…' }).click();
    await page.getByText('Open by the usual rules').first().waitFor();
    await page.getByRole('checkbox', { name: /Declan/ }).check();
    await keep(page, 'client-restrictions');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page
      .getByText(/^Who may open .* is changed/)
      .first()
      .waitFor();
  }, 300_000);
});
