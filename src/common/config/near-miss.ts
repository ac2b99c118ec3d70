import { type Environ, SETTING_NAMES } from './settings.js';

/** Edits (insert, delete, replace, swap of neighbours) between two texts; stops caring above the limit. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

function isSwap(a: string, b: string): boolean {
  return a.length === b.length && distance(a, b) === 1 && [...a].sort().join('') === [...b].sort().join('');
}

function looksLike(given: string, known: string): boolean {
  const upper = given.toUpperCase().replaceAll('-', '_');
  if (upper === known) return true;
  // HOST and HOME are one swap apart from being each other's typo, so short names count only when letters are swapped.
  if (known.length < 8) return isSwap(upper, known);
  return distance(upper, known) <= (known.length < 12 ? 1 : 2);
}

/**
 * Sentences for variables that look like a misspelt setting. A name is only suspected while the setting it
 * resembles is itself unset, so that a well-configured process never fails over a neighbour's variable.
 */
export function nearMisses(env: Environ): string[] {
  const unset = SETTING_NAMES.filter((name) => (env[name] ?? '') === '');
  const sentences: string[] = [];
  for (const given of Object.keys(env).sort()) {
    if ((SETTING_NAMES as readonly string[]).includes(given) || (env[given] ?? '') === '') continue;
    const bare = /^IRONBARK_/i.test(given) ? given.slice('IRONBARK_'.length) : given;
    const known = unset.find((name) => looksLike(bare, name));
    if (known !== undefined) sentences.push(`${given} is not a setting; did you mean ${known}?`);
    else if (/^DATABASE_URL_/.test(given)) {
      sentences.push(
        `${given} is not a setting; the logins are DATABASE_URL (owner), DATABASE_URL_IDENTITY, DATABASE_URL_TENANT and DATABASE_URL_JOBS.`,
      );
    }
  }
  return sentences;
}
