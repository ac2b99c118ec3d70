import { extensionOf } from './document-name.js';

/** Names of entries of an archive: no two are alike on any system, none is a path. */
export function entryNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const safe = name.replace(/[<>:"|?*\\/]/g, '_').replace(/[. ]+$/, '') || 'document';
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
