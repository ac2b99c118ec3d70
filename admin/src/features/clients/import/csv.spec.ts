import { describe, expect, it } from '@jest/globals';
import { csvText, errorRowsCsv } from './csv.js';
import type { ClientImport } from './model.js';
import { rowsPerSecond, sighted, timeLeft } from './pace.js';
import { firstRows } from './samples.js';

describe('CSV written in the browser', () => {
  it('quotes what needs it and keeps a spreadsheet from running a formula', () => {
    expect(csvText([['O’Brien, Úna', '=1+1', 'say "hi"']])).toBe('\ufeff"O’Brien, Úna",\'=1+1,"say ""hi"""\r\n');
  });

  it('gives rows back under the headings of their file, with what to correct first', () => {
    const job = {
      headers: ['Surname', 'Notes', 'DOB'],
      mapping: { Surname: 'familyName', Notes: null, DOB: 'dateOfBirth' },
      fields: [{ name: 'dateOfBirth', label: 'Date of birth', required: false }],
    } as unknown as ClientImport;
    const text = errorRowsCsv(job, [
      {
        row: 7,
        outcome: 'error',
        values: { familyName: 'Marsh', dateOfBirth: '31/2/1990' },
        errors: [{ field: 'dateOfBirth', code: 'not_a_date', message: 'Give a day that exists.' }],
      },
    ]);
    expect(text).toBe('\ufeffRow,What to correct,Surname,DOB\r\n7,Date of birth: Give a day that exists.,Marsh,31/2/1990\r\n');
  });

  it('reads quoted cells with separators, quotes and line breaks', () => {
    expect(firstRows('a;b\r\n"x;y";"say ""hi""\nthere"\r\n', 5)).toEqual([
      ['a', 'b'],
      ['x;y', 'say "hi"\nthere'],
    ]);
  });
});

describe('pace', () => {
  it('tells rows a second from what was seen, and how long the rest takes', () => {
    const seen = [
      { at: 0, done: 0 },
      { at: 2000, done: 400 },
    ].reduce(sighted, [] as { at: number; done: number }[]);
    expect(rowsPerSecond(seen)).toBe(200);
    expect(timeLeft(12_000, 200)).toBe('1 minute');
    expect(timeLeft(400, 200)).toBe('a few seconds');
    expect(timeLeft(10, null)).toBeNull();
  });
});
