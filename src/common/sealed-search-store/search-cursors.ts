import type { OrgKeyring } from '../crypto/org-keyring.js';
import type { Principal } from '../database/principal.js';
import { badCursor } from '../errors.js';
import type { Sealer } from '../sealed-search/entry.js';
import { openCursor, sealCursor } from '../sealed-search/sealing.js';
import type { SearchCursor, SearchSort } from '../sealed-search/search-query.js';

/** Cursors of a search hold a name: they are sealed, and open for the member and the kind of record that they were given to only. */
export class SearchCursors {
  private readonly sealer: Sealer;

  constructor(
    keyring: OrgKeyring,
    { memberId, grantId }: Principal,
    private readonly record: string,
  ) {
    const rowId = memberId ?? grantId;
    this.sealer = {
      seal: (at, plaintext) => keyring.seal({ ...at, rowId }, plaintext),
      open: (at, envelope) => keyring.open({ ...at, rowId }, envelope),
    };
  }

  /** The text of a cursor. */
  seal(cursor: SearchCursor): string {
    return sealCursor(this.sealer, cursor, this.record);
  }

  /** @throws InvalidInput for what is no cursor of this member's, or one of another order */
  open(text: string, sort: SearchSort): SearchCursor {
    try {
      const cursor = openCursor(this.sealer, text, this.record);
      if (cursor.sort === sort) return cursor;
    } catch {
      // Not a cursor of ours, or of an ended key version: the same answer for both.
    }
    throw badCursor();
  }
}
