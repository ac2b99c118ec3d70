import { Readable } from 'node:stream';
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry } from 'yauzl';
import { extensionOf } from '../domain/document-name.js';
import type { ContentProblem, ContentSource } from './content.js';

const MOST_ENTRIES = 10_000;
const MOST_UNPACKED = 4 * 1024 ** 3;
/** No honest file shrinks more; those below a size that does no harm may. */
const MOST_SHRUNK = 200;
const HARMLESS_BYTES = 64 * 1024 ** 2;
const ARCHIVES = new Set(['zip', '7z', 'rar', 'gz', 'tgz', 'bz2', 'xz', 'tar', 'cab', 'iso', 'jar', 'zst', 'lz', 'lzma', 'z']);
const DETAILS_BYTES = 65_536;

/** What an archive is found to hold, by its directory alone: nothing of it is unpacked but two small files of an office document. */
export interface Looked {
  readonly problem: ContentProblem | null;
  readonly names: readonly string[];
  /** The text of `docProps/core.xml` or `meta.xml`, at most 64 KiB of it. */
  readonly properties: string;
}

/** What is read at once, bytes: a directory is asked for entry by entry. */
const BLOCK_BYTES = 262_144;

/** Gives a zip's reader its ranges, from the block that was read last where that has them. */
class SourceReader extends RandomAccessReader {
  private at = 0;
  private block: Buffer = Buffer.alloc(0);

  constructor(private readonly source: ContentSource) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const range = this.range.bind(this, start, end);
    return Readable.from(
      (async function* () {
        yield await range();
      })(),
    );
  }

  private async range(start: number, end: number): Promise<Buffer> {
    if (end - start > BLOCK_BYTES) return this.source.read(start, end);
    if (start < this.at || end > this.at + this.block.length) {
      this.block = await this.source.read(start, Math.min(start + BLOCK_BYTES, this.source.bytes));
      this.at = start;
    }
    // A copy: whoever reads may let go of it.
    return Buffer.from(this.block.subarray(start - this.at, end - this.at));
  }
}

/** Reads the directory of a zip. Names that lead elsewhere, sizes that contradict each other and overlapping entries are refused. */
export async function lookIntoZip(source: ContentSource, office: boolean): Promise<Looked> {
  const names: string[] = [];
  let properties = '';
  let [unpacked, packed] = [0, 0];
  const found = (problem: ContentProblem | null): Looked => ({ problem, names, properties });
  try {
    const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.bytes, {
      lazyEntries: true,
      autoClose: false,
      strictFileNames: false,
    });
    if (zip.entryCount > MOST_ENTRIES) return found('archive_too_large');
    for await (const entry of zip.eachEntry() as AsyncIterable<Entry>) {
      names.push(entry.fileName);
      unpacked += entry.uncompressedSize;
      packed += entry.compressedSize;
      if (entry.isEncrypted()) return found('encrypted');
      if (names.length > MOST_ENTRIES || unpacked > MOST_UNPACKED || packed > source.bytes) return found('archive_too_large');
      if (unpacked > HARMLESS_BYTES && unpacked > source.bytes * MOST_SHRUNK) return found('archive_too_large');
      if (!office && ARCHIVES.has(extensionOf(entry.fileName))) return found('archive_too_deep');
      if (office && /(^|\/)(vbaproject\.bin|basic\/|scripts\/)/i.test(entry.fileName)) return found('active');
      if (office && (entry.fileName === 'docProps/core.xml' || entry.fileName === 'meta.xml')) properties = await firstText(zip, entry);
    }
  } catch {
    return found('broken');
  }
  return found(names.length === 0 ? 'broken' : null);
}

/** The beginning of a small file, whatever it claims to be. */
async function firstText(zip: Awaited<ReturnType<typeof fromRandomAccessReaderPromise>>, entry: Entry): Promise<string> {
  if (entry.uncompressedSize > DETAILS_BYTES) return '';
  const stream = await zip.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if ((size += chunk.length) > DETAILS_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, DETAILS_BYTES).toString('utf8');
}

const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  title: ['dc:title'],
  author: ['dc:creator', 'meta:initial-creator'],
  lastChangedBy: ['cp:lastModifiedBy'],
  created: ['dcterms:created', 'meta:creation-date'],
  changed: ['dcterms:modified', 'dc:date'],
};
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': `'` };

/** Author, title and times of an office document, as texts of at most 200 characters. Reads plain elements and nothing else of XML. */
export function officeDetails(properties: string): Record<string, string> {
  const details: Record<string, string> = {};
  for (const [name, tags] of Object.entries(PROPERTIES)) {
    for (const tag of tags) {
      const open = properties.indexOf(`<${tag}`);
      const from = open < 0 ? -1 : properties.indexOf('>', open) + 1;
      const to = from <= 0 ? -1 : properties.indexOf(`</${tag}>`, from);
      if (to < 0) continue;
      const text = properties
        .slice(from, to)
        .replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => ENTITIES[entity]!)
        .trim();
      if (text !== '' && !text.includes('<')) details[name] = text.slice(0, 200);
    }
  }
  return details;
}
