import type { Readable } from 'node:stream';

/** The content of a file, to be looked at in pieces. */
export interface ContentSource {
  /** Length, bytes. */
  readonly bytes: number;
  readonly name: string;
  /** The bytes [from, to), fewer at the end. */
  read(from: number, to: number): Promise<Buffer>;
  stream(): Readable;
}

/**
 * Why a file is not taken. Closed; the interface has a sentence for each.
 *
 * - `not_allowed`: the practice does not take this kind, or it is none that we know.
 * - `mismatch`: the content is not what the name says, or two kinds at once.
 * - `active`: it is or holds something that runs: a page, a script, a macro.
 * - `encrypted`: it has a password, so it cannot be checked.
 * - `archive_too_large`: it would unpack to more than anybody can keep.
 * - `archive_too_deep`: it holds archives in turn.
 * - `malware`: the scanner knows it.
 * - `unscanned`: it is larger than the scanner takes.
 * - `broken`: it does not open, or not to its end.
 */
export type ContentProblem =
  'not_allowed' | 'mismatch' | 'active' | 'encrypted' | 'archive_too_large' | 'archive_too_deep' | 'malware' | 'unscanned' | 'broken';

/** What a look at a file found. */
export interface ContentVerdict {
  /** MIME type of the content; `application/octet-stream` when it is none that we know. */
  readonly type: string;
  readonly problem: ContentProblem | null;
  /** How many pages can be shown; null when it can only be downloaded. */
  readonly pages: number | null;
  /** Author, title and the like. */
  readonly details: Readonly<Record<string, string>>;
}
