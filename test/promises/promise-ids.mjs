const TAG = /\[([IMF]-\d{2})\]/g;

/** Promise ids that a test's full name carries in square brackets, each once: `[I-26] a link dies after ten minutes`. */
export function promiseIds(name) {
  return [...new Set([...name.matchAll(TAG)].map((match) => match[1]))];
}
