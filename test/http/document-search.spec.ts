import { beforeAll, describe, expect, it } from '@jest/globals';
import { entriesOf } from '../support/access-record.js';
import { testApp, type TestApp } from '../support/app.js';
import { FileBrowser, clientOf, pdf } from '../support/files.js';
import { newPractice } from '../support/practice.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

interface Found {
  total: number;
  items: { id: string; name: string; version: number; match?: { field: string } }[];
}

const search = (browser: FileBrowser, body: object) => browser.json<Found>('POST', '/documents/search', 200, body);

describe('finding documents', () => {
  it('finds a document from the moment it is filed until it is destroyed, and puts the search on record without its text', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    const clientId = await clientOf(server, practice);
    const { documentId: id } = await browser.send({
      clientId,
      content: pdf(),
      name: 'Hộ chiếu Nguyễn.pdf',
      metadata: { category: 'passport' },
    });
    await browser.send({ clientId, content: pdf(), name: 'lease.pdf', metadata: { expiresOn: '2027-03-01' } });
    expect(await search(browser, { text: 'ho chieu' })).toMatchObject({ total: 1, items: [{ id, match: { field: 'name' } }] });
    expect(await search(browser, { text: 'passport' })).toMatchObject({ total: 1, items: [{ id, match: { field: 'category' } }] });
    const { items } = await search(browser, { text: 'nguyen', clientId, types: ['pdf'], categories: ['passport'], states: ['filed'] });
    await browser.json('PATCH', `/documents/${id}`, 200, { version: items[0]!.version, name: 'Renamed' });
    expect(await search(browser, { text: 'renamed' })).toMatchObject({ total: 1, items: [{ id, name: 'Renamed' }] });
    expect(await search(browser, { text: 'nguyen' })).toMatchObject({ total: 1, items: [{ match: { field: 'file_name' } }] });
    expect(await search(browser, { expiresFrom: '2027-03-01', expiresTo: '2027-03-01' })).toMatchObject({ items: [{ name: 'lease.pdf' }] });
    await browser.json('POST', '/documents/bulk', 200, { ids: [id], act: 'remove' });
    expect([(await search(browser, {})).total, (await search(browser, { states: ['removed'] })).total]).toEqual([1, 1]);
    const entries = (await entriesOf(practice, 'read')).filter(({ detail }) => detail['list'] === 'search');
    expect(entries[0]).toMatchObject({ subjectKind: 'document', fields: ['card'], records: [id], detail: { total: 1 } });
    expect(JSON.stringify(entries)).not.toMatch(/chieu|nguyen/i);
  });

  it('refuses what is not a search, naming the field', async () => {
    const practice = await newPractice();
    const browser = await FileBrowser.of(server, practice);
    for (const [field, value] of Object.entries({
      text: 'x'.repeat(255),
      clientId: 'me',
      types: ['exe'],
      categories: [],
      states: ['arriving'],
      sort: 'size',
      limit: 201,
      addedFrom: '2026-02-30',
      expiresTo: 'soon',
      cursor: 'made up',
    })) {
      const { errors } = await browser.json<{ errors: { field: string }[] }>('POST', '/documents/search', 400, { [field]: value });
      expect([field, errors.some((error) => error.field.startsWith(field))]).toEqual([field, true]);
    }
    expect(await search(browser, { text: '"" 😀' })).toMatchObject({ total: 0, items: [] });
  });
});
