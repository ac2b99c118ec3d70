import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const DEFINED_IN = 'common/database/tenant-transaction.ts';

/**
 * Every place that opens or seals what belongs to an organisation without putting an entry on record for it, with its
 * stated reason. A new line here is a decision that somebody may read sealed fields unseen: make it as one.
 */
const PINNED = [
  'common/networks/sightings.ts: the address of whoever acts: sealed here, opened nowhere',
  'common/sealed-search-store/build-segments.ts: segments are opened to be sealed again; nothing leaves the process',
  'modules/access-control/queries/list-members.query.ts: colleagues know each other’s names',
  'modules/access-control/use-cases/service-accounts.use-case.ts: colleagues know each other’s names',
  'modules/clients/queries/list-client-imports.query.ts: file name and headings of one’s own import; its rows are recorded when they are opened',
  'modules/clients/queries/list-client-imports.query.ts: file name and headings of one’s own import; its rows are recorded when they are opened',
  'modules/clients/use-cases/check-client-import.use-case.ts: rows of an import whose check is on record',
  'modules/clients/use-cases/run-client-import.use-case.ts: rows of an import: what they become is on record with their clients',
  'modules/clients/use-cases/upload-client-import.use-case.ts: file name and headings of one’s own import',
  'modules/clients/use-cases/upload-client-import.use-case.ts: file name and headings of one’s own import',
  'modules/clients/use-cases/upload-client-import.use-case.ts: file name and headings of one’s own imports',
  'modules/clients/use-cases/upload-client-import.use-case.ts: rows of an upload that is on record; nothing is opened',
  'modules/documents/use-cases/finish-upload.use-case.ts: which object a complete upload becomes; its content stays sealed',
  'modules/documents/use-cases/keep-checklists.use-case.ts: what a practice asks for in general: it names no client, and every change of it is on record',
  'modules/documents/use-cases/receive-piece.use-case.ts: the key of a file that its sender brings now; nothing of it is read',
  'modules/organisations/queries/read-me.query.ts: one’s own name',
  'modules/single-sign-on/persistence/connection-loader.ts: settings of a connection, to carry out a sign-in whose outcome is on record',
];

/** The product's own sources: no specs, no test doubles. */
function sources(): { file: string; text: string }[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ file: relative(SRC, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }));
}

/** The reason a call states: its text, or that of a constant of the same file. */
function reasonOf(argument: string, text: string, file: string): string {
  const literal = /^(['"`])(.*)\1$/s.exec(argument.trim())?.[2];
  if (literal !== undefined) return literal;
  const constant = new RegExp(`^const ${argument.trim()} = '(.*)';$`, 'm').exec(text)?.[1];
  if (constant === undefined) throw new Error(`${file}: the reason ${argument} is neither a text nor a constant of this file`);
  return constant;
}

describe('sealed fields that are opened without an entry on record', () => {
  it('are opened only in the places listed here, each with its reason', () => {
    const found = sources()
      .filter(({ file }) => file !== DEFINED_IN)
      .flatMap(({ file, text }) =>
        [...text.matchAll(/\.keyringUnrecorded\(((?:'[^']*'|"[^"]*"|`[^`]*`|[^()'"`])*)\)/g)].map(
          ([, argument]) => `${file}: ${reasonOf(argument!, text, file)}`,
        ),
      );
    expect(found.sort()).toEqual([...PINNED].sort());
  });

  it('are reached by no other way: the method is named nowhere but in those calls and where it is defined', () => {
    const mentions = sources().reduce((sum, { text }) => sum + text.split('keyringUnrecorded').length - 1, 0);
    expect(mentions).toBe(PINNED.length + 1);
  });
});
