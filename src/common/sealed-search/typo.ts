/**
 * Whether the needle becomes the word, or a prefix of it, with at most one typo: a letter too many, too few, wrong, or
 * two neighbours swapped (Damerau-Levenshtein distance of at most one). Exact because with one typo allowed the first
 * difference is where it must be.
 */
export function withinOneTypo(needle: string, word: string): boolean {
  let at = 0;
  while (at < needle.length && at < word.length && needle.charCodeAt(at) === word.charCodeAt(at)) at++;
  if (at === needle.length) return true;
  return (
    word.startsWith(needle.slice(at + 1), at + 1) ||
    word.startsWith(needle.slice(at + 1), at) ||
    word.startsWith(needle.slice(at), at + 1) ||
    (needle[at] === word[at + 1] && needle[at + 1] === word[at] && word.startsWith(needle.slice(at + 2), at + 2))
  );
}
