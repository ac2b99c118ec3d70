import { beforeAll, describe, expect, it } from '@jest/globals';
import { MODULES } from '../../src/common/database/principal.js';
import { newId } from '../../src/common/ids.js';
import { entriesOf } from '../support/access-record.js';
import { testApp, type TestApp } from '../support/app.js';
import { FileBrowser } from '../support/files.js';
import { newPractice, type MemberWish, type TestPractice } from '../support/practice.js';

interface Kept {
  id: string;
  name: string;
  title: string;
  items: { label: string; hint: string | null; category: string | null }[];
  version: number;
  code?: string;
  errors?: { field: string }[];
}

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

const ITEMS = [
  { label: 'Tenancy agreement', hint: 'Every page' },
  { label: 'Rates notice', category: 'financial' },
];
const text = (name: string): object => ({ name, title: `${name}, please`, items: ITEMS });

async function ground(members: MemberWish[] = [{}]): Promise<{ practice: TestPractice; browser: FileBrowser }> {
  const practice = await newPractice({ members });
  return { practice, browser: await FileBrowser.of(server, practice) };
}

const all = async (browser: FileBrowser): Promise<Kept[]> =>
  (await browser.json<{ items: Kept[] }>('GET', '/document-checklists', 200)).items;
const add = async (browser: FileBrowser, body: object, status = 201): Promise<Kept> =>
  browser.json<Kept>('POST', '/document-checklists', status, { id: newId(), ...body });

describe('a practice’s own checklists', () => {
  it('are kept, listed by name, changed, removed and put back, each change on record', async () => {
    const { practice, browser } = await ground();
    expect(await all(browser)).toEqual([]);
    const second = await add(browser, text('Zoning'));
    const first = await add(browser, { ...text('  Address proof '), title: undefined });
    expect(first).toMatchObject({ name: 'Address proof', title: 'Address proof', version: 1 });
    expect(second.items).toEqual([
      { label: 'Tenancy agreement', hint: 'Every page', category: null },
      { label: 'Rates notice', hint: null, category: 'financial' },
    ]);
    expect((await all(browser)).map(({ name }) => name)).toEqual(['Address proof', 'Zoning']);
    const { version } = await browser.json<Kept>('PUT', `/document-checklists/${first.id}`, 200, { ...text('Residence'), version: 1 });
    expect(version).toBe(2);
    const late = await browser.json<Kept>('PUT', `/document-checklists/${first.id}`, 409, { ...text('Home'), version: 1 });
    expect(late.code).toBe('request.checklist_changed');
    await browser.json('DELETE', `/document-checklists/${second.id}`, 204);
    await browser.json('DELETE', `/document-checklists/${second.id}`, 404);
    // What was removed is put back by sending it again.
    expect(await add(browser, { ...text('Zoning'), id: second.id })).toEqual(second);
    expect((await all(browser)).map(({ name }) => name)).toEqual(['Residence', 'Zoning']);
    const noted = await Promise.all(['create', 'update', 'remove'].map((action) => entriesOf(practice, action)));
    const ofLists = noted.map((entries) => entries.filter(({ fields }) => fields.join() === 'checklist'));
    expect(ofLists.map(({ length }) => length)).toEqual([3, 1, 1]);
    expect(ofLists.flat().every(({ detail }) => [first.id, second.id].includes(String(detail['checklistId'])))).toBe(true);
  });

  it('are one when a request is repeated, and one by each name when twenty come at once', async () => {
    const { browser } = await ground();
    const id = newId();
    expect((await add(browser, { ...text('Once'), id })).id).toBe(id);
    expect(await add(browser, { ...text('Once'), id })).toMatchObject({ id, version: 1 });
    const tried = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const body = JSON.stringify({ ...text('same NAME'), id: newId() });
        return (await browser.fetch('/document-checklists', { method: 'POST', body, headers: { 'content-type': 'application/json' } }))
          .status;
      }),
    );
    expect(tried.sort((one, other) => one - other)).toEqual([201, ...Array.from({ length: 19 }, () => 400)]);
    expect((await add(browser, text('Same name'), 400)).errors).toMatchObject([{ field: 'name' }]);
    expect(await all(browser)).toHaveLength(2);
  });

  it('are refused without a name, without items, with too many, and beyond sixty', async () => {
    const { browser } = await ground();
    const fields = async (body: object): Promise<string[]> => (await add(browser, body, 400)).errors!.map(({ field }) => field);
    expect(await fields({ ...text(' '), name: ' ' })).toEqual(['name']);
    expect(await fields({ ...text('Empty'), items: [] })).toEqual(['items']);
    expect(await fields({ ...text('Long'), items: Array.from({ length: 41 }, () => ({ label: 'One' })) })).toEqual(['items']);
    expect(await fields({ ...text('Blank'), items: [{ label: ' ' }] })).toEqual(['items.0.label']);
    for (let number = 0; number < 60; number++) await add(browser, text(`List ${number}`));
    expect((await add(browser, text('One more'), 400)).errors).toMatchObject([{ field: 'name' }]);
  });

  it('are the practice’s own: nobody else reads, changes or takes the place of them; who may not write only reads', async () => {
    const reads = { modules: MODULES.documents, creates: 0, updates: 0, deletes: 0 };
    const { browser, practice } = await ground([{}, { role: 'member', modules: 0 }, { role: 'member', switches: reads }]);
    const kept = await add(browser, text('Ours'));
    const stranger = (await ground()).browser;
    expect(await all(stranger)).toEqual([]);
    await stranger.json('PUT', `/document-checklists/${kept.id}`, 404, { ...text('Theirs'), version: 1 });
    await stranger.json('DELETE', `/document-checklists/${kept.id}`, 404);
    // The same id in another practice is another checklist.
    await add(stranger, { ...text('Theirs'), id: kept.id });
    expect((await all(browser)).map(({ name }) => name)).toEqual(['Ours']);
    const nobody = await FileBrowser.of(server, practice, 1);
    await nobody.json('GET', '/document-checklists', 403);
    const reader = await FileBrowser.of(server, practice, 2);
    expect(await all(reader)).toHaveLength(1);
    await add(reader, text('Mine'), 403);
    await reader.json('PUT', `/document-checklists/${kept.id}`, 403, { ...text('Mine'), version: 1 });
    await reader.json('DELETE', `/document-checklists/${kept.id}`, 403);
  });
});
