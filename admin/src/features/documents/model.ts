import type { components } from '../../shared/api/schema.js';

type Schemas = components['schemas'];

/** A document as a list shows it. */
export type DocumentLine = Schemas['DocumentDto'];
/** A document with its versions, newest first. */
export type DocumentDetail = Schemas['DocumentDetailDto'];
/** One version of a document. */
export type DocumentVersion = Schemas['DocumentVersionDto'];
/** A page of documents. */
export type DocumentPage = Schemas['DocumentPageDto'];
/** A way to the bytes, for this session alone. */
export type DocumentLink = Schemas['LinkDto'];
/** What a document is filed as. */
export type Category = NonNullable<DocumentLine['category']>;
/** Where a document stands. */
export type DocumentState = DocumentLine['state'];
/** What may be done with many. */
export type BulkAct = Schemas['DocumentBulkBody']['act'];

/** A length as people read it: 412 kB, 2.4 MB. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
