import { fileTypeFromBuffer } from 'file-type';
import { extensionOf } from '../domain/document-name.js';
import type { ContentSource } from './content.js';
import { FILE_KINDS } from './file-kinds.js';

/** What is read of a file's beginning and end to tell what it is, bytes. */
export const HEAD_BYTES = 262_144;
const TAIL_BYTES = 65_536;

/** The beginning and the end of a file; for a short one they overlap. */
export interface Ends {
  readonly head: Buffer;
  readonly tail: Buffer;
}

/** Reads both ends. */
export async function endsOf(source: ContentSource): Promise<Ends> {
  const head = await source.read(0, Math.min(HEAD_BYTES, source.bytes));
  const tail = source.bytes <= HEAD_BYTES ? head.subarray(-TAIL_BYTES) : await source.read(source.bytes - TAIL_BYTES, source.bytes);
  return { head, tail };
}

const TEXTS: Readonly<Record<string, string>> = { csv: 'text/csv', tsv: 'text/csv', eml: 'message/rfc822' };
const MARKUP = /<(?:!doctype\s+html|html|head|body|script|iframe|svg|object|embed|meta|link|style|form|img|a|\?xml|\?php)[\s>:/]/i;
const SHEBANG = /^(?:#!|@echo off|<%)/i;
// Control characters that no text has; tabs, line ends, form feeds and escapes it may.
const NOT_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

/** MIME type by content, or null: `file-type` for signatures, and what is nothing but text for text. */
export async function detectType(source: ContentSource, { head, tail }: Ends): Promise<string | null> {
  const found = (await fileTypeFromBuffer(head))?.mime as string | undefined;
  if (found !== undefined && found !== 'application/xml' && found !== 'text/html')
    return found === 'application/vnd.ms-outlook' ? 'application/x-cfb' : found;
  const text = textOf(head) ?? undefined;
  if (text === undefined || textOf(tail, true) === null) return found ?? null;
  const extension = extensionOf(source.name);
  return TEXTS[extension] ?? 'text/plain';
}

/** Whether a text is really a page or a script, which a browser or a shell would run. */
export function isActiveText({ head }: Ends): boolean {
  const text = (textOf(head) ?? '').slice(0, 65_536);
  return MARKUP.test(text) || SHEBANG.test(text.trimStart());
}

/** Whether a file is two kinds at once: another one's signature stands where that one would look for it. An archive may begin with a PDF that it holds. */
export function isPolyglot(type: string, { head, tail }: Ends): boolean {
  const isArchive = type === 'application/zip';
  const isZip = isArchive || FILE_KINDS.some((known) => known.type === type && known.inside === 'office');
  const endsAsZip = tail.lastIndexOf('PK\u0005\u0006', undefined, 'latin1') >= 0;
  const pdfAt = head.subarray(0, 4_096).indexOf('%PDF-', 0, 'latin1');
  if (!isZip && endsAsZip) return true;
  if (type === 'application/pdf' ? pdfAt !== 0 : pdfAt >= 0 && !type.startsWith('text/') && !isArchive) return true;
  if (type.startsWith('image/'))
    return (
      MARKUP.test(head.subarray(0, 2_048).toString('latin1')) && /<script|<html|<svg/i.test(head.subarray(0, 2_048).toString('latin1'))
    );
  return false;
}

/** UTF-8 or UTF-16 text, or null. The end of a file may begin within a character. */
function textOf(bytes: Buffer, cut = false): string | null {
  if (bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)))
    return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  const text = new TextDecoder('utf-8').decode(bytes);
  if (NOT_TEXT.test(text)) return null;
  // Older texts are in Windows' own letters: some bytes that are no UTF-8 are borne, a file full of them is not.
  const strange = text.split('\ufffd').length - 1 - (cut ? 3 : 1);
  return strange > bytes.length / 10 ? null : text;
}
