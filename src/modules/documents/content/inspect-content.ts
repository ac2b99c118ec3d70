import { extensionOf } from '../domain/document-name.js';
import { lookIntoZip, officeDetails } from './archive.js';
import type { ContentProblem, ContentSource, ContentVerdict } from './content.js';
import { detectType, endsOf, isActiveText, isPolyglot } from './detect.js';
import { kindOf, type FileKind } from './file-kinds.js';
import type { Drawing } from './drawing.js';
import { TooLargeToScan, type MalwareScanner } from './clamd.js';

/** Largest file of which pages are drawn, bytes: it is given to a process of its own, whole. */
export const LARGEST_DRAWN = 128 * 1024 ** 2;
/** A text of which more is there can be downloaded. */
const LARGEST_SHOWN_TEXT = 1024 ** 2;
/** What a compound file ([MS-CFB]) holds, by names in its directory, wherever that lies, and by the class of an installer. */
const SEALED_OFFICE = Buffer.from('EncryptedPackage', 'utf16le');
const RUNS = [Buffer.from('_VBA_PROJECT', 'utf16le'), Buffer.from('84100c0000000000c000000000000046', 'hex')];
const UNKNOWN = 'application/octet-stream';

/**
 * Looks at a file: its kind by its content and never by its name, whether the practice takes that, whether it is what it says, and whether it is
 * harmless. Reads both ends, the directory of an archive, and, for what can be shown, the whole in a process of its own.
 * @throws what the scanner throws when it is out of reach: nobody opens the file until it was asked
 */
export async function inspectContent(
  source: ContentSource,
  { allowed, scanner, drawing }: { allowed: readonly string[]; scanner: MalwareScanner | null; drawing: Drawing },
): Promise<ContentVerdict> {
  const ends = await endsOf(source);
  const type = await detectType(source, ends);
  const kind = type === null ? undefined : kindOf(type);
  const verdict = (problem: ContentProblem | null, more: Partial<ContentVerdict> = {}): ContentVerdict => ({
    type: type ?? UNKNOWN,
    problem,
    pages: null,
    details: {},
    ...more,
  });
  const threat = scanner ? await scanned(source, scanner) : null;
  if (threat !== null) return verdict(threat);
  if (kind?.inside === 'text' && isActiveText(ends)) return verdict('active');
  if (!kind || !allowed.includes(kind.type)) return verdict(type === 'text/html' || type === 'application/xml' ? 'active' : 'not_allowed');
  if (!mayBeNamed(source.name, kind) || isPolyglot(kind.type, ends)) return verdict('mismatch');
  return looked(source, kind, drawing, verdict);
}

async function scanned(source: ContentSource, scanner: MalwareScanner): Promise<ContentProblem | null> {
  try {
    return (await scanner.scan(() => source.stream())) === null ? null : 'malware';
  } catch (error) {
    if (error instanceof TooLargeToScan) return 'unscanned';
    throw error;
  }
}

async function looked(
  source: ContentSource,
  kind: FileKind,
  drawing: Drawing,
  verdict: (problem: ContentProblem | null, more?: Partial<ContentVerdict>) => ContentVerdict,
): Promise<ContentVerdict> {
  switch (kind.inside) {
    case 'text':
      return verdict(null, { pages: source.bytes <= LARGEST_SHOWN_TEXT ? 1 : null });
    case 'office': {
      const { problem, properties } = await lookIntoZip(source, true);
      return verdict(problem, { details: officeDetails(properties) });
    }
    case 'archive':
      return verdict((await lookIntoZip(source, false)).problem);
    case 'compound': {
      const [sealed, ...runs] = await includes(source, [SEALED_OFFICE, ...RUNS]);
      return verdict(sealed ? 'encrypted' : runs.includes(true) ? 'active' : null);
    }
    case 'pdf':
    case 'image': {
      if (source.bytes > LARGEST_DRAWN) return verdict(null);
      const { pages, problem } = await drawing.look(source, kind.type);
      return verdict(problem, { pages });
    }
    case 'none':
      return verdict(null);
  }
}

/** Which of these stand anywhere in a file, in letters of either case: names in a compound file know no case. */
async function includes(source: ContentSource, needles: readonly Buffer[]): Promise<boolean[]> {
  const texts = needles.map(inOneCase);
  const found = texts.map(() => false);
  const overlap = Math.max(...texts.map(({ length }) => length)) - 1;
  let before = '';
  for await (const bytes of source.stream() as AsyncIterable<Buffer>) {
    const seen = before + inOneCase(bytes);
    texts.forEach((text, index) => (found[index] ||= seen.includes(text)));
    before = seen.slice(-overlap);
  }
  return found;
}

/** Bytes as so many characters. */
const inOneCase = (bytes: Buffer): string => bytes.toString('latin1').toLowerCase();

function mayBeNamed(name: string, kind: FileKind): boolean {
  const extension = extensionOf(name);
  return extension === '' || kind.extensions.includes(extension);
}
