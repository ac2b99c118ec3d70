import { extensionOf } from './document-name.js';

/** Systems take names of 255 bytes; some room is left for a number. */
const LONGEST_BYTES = 240;
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Names of entries of an archive: no two are alike on any system, none is a path or longer than a system takes. */
export function entryNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const safe = shortened(name.replace(/[<>:"|?*\\/]/g, '_').replace(/[. ]+$/, '') || 'document');
    for (let copy = 1; ; copy++) {
      const candidate = copy === 1 ? safe : numbered(safe, copy);
      const key = candidate.normalize('NFC').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return candidate;
    }
  });
}

function numbered(name: string, copy: number): string {
  const extension = extensionOf(name);
  const stem = extension === '' ? name : name.slice(0, -extension.length - 1);
  return `${stem} (${copy})${extension === '' ? '' : `.${extension}`}`;
}

/** Cut between what people read as characters; its ending stays. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_BYTES) return name;
  const extension = extensionOf(name);
  const ending = extension === '' || extension.length > 10 ? '' : `.${extension}`;
  let [stem, bytes] = ['', Buffer.byteLength(ending)];
  for (const { segment } of GRAPHEMES.segment(name)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > LONGEST_BYTES) break;
    stem += segment;
  }
  return `${stem}${ending}`;
}
