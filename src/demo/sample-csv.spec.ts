import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { changedFields } from '../modules/clients/domain/client.js';
import { guessMapping } from '../modules/clients/domain/csv-columns.js';
import { parseRow } from '../modules/clients/domain/csv-row.js';
import { demoClients } from './demo-clients.js';
import { demoPractices } from './practices.js';
import { sampleCsv } from './sample-csv.js';

const clock = { now: () => new Date('2026-11-01T02:00:00Z') };
const rowsOf = (text: string) => parse<Record<string, string>>(text, { columns: true });

describe('a sample file', () => {
  it('is refused by an import in exactly the rows it says, and in no other', () => {
    const { text, badRows } = sampleCsv(400, 7, { badRows: 60 });
    const rows = rowsOf(text);
    const mapping = guessMapping(Object.keys(rows[0]!));
    const refused = rows.flatMap((row, index) => (parseRow(row, mapping, clock).draft === null ? [index + 1] : []));
    expect(rows).toHaveLength(400);
    expect(badRows).toHaveLength(60);
    expect(refused).toEqual(badRows);
  });

  it('is the same for the same seed', () => {
    expect(sampleCsv(50, 3, { badRows: 5 })).toEqual(sampleCsv(50, 3, { badRows: 5 }));
    expect(sampleCsv(50, 3).text).not.toBe(sampleCsv(50, 4).text);
  });

  it('brings the clients of every practice back through an import as they were', () => {
    const different: string[] = [];
    for (const practice of demoPractices('small')) {
      const { text } = sampleCsv(300, 1, { practice });
      const rows = rowsOf(text);
      const mapping = guessMapping(Object.keys(rows[0]!));
      const today = '2026-11-01';
      const originals = [
        ...demoClients(
          {
            ...practice,
            slug: `${practice.slug}-import`,
            filePrefix: `${practice.filePrefix}I`,
            clients: { small: 300, mid: 300, large: 300 },
          },
          'mid',
          today,
        ),
      ];
      originals.forEach((client, index) => {
        const { draft, errors } = parseRow(rows[index]!, mapping, clock);
        const { addresses, citizenships } = client.details;
        const back = {
          ...draft!.card,
          identifiers: draft!.identifiers,
          status: draft!.status,
          file: draft!.fileNumber,
          addresses: draft!.details.addresses,
          citizenships: draft!.details.citizenships,
        };
        const meant = {
          ...client.card,
          identifiers: client.identifiers,
          status: client.status,
          file: client.fileNumber,
          addresses,
          citizenships,
        };
        if (errors.length > 0 || changedFields(meant, back).length > 0)
          different.push(`${client.fileNumber} ${changedFields(meant, back).join()}`);
      });
    }
    expect(different).toEqual([]);
  });
});
