/**
 * Puts the list of promises and the last run together.
 *
 * States: `shown` (every test that carries the id passed), `failing` (one of them failed), `operator` (only an operator
 * can keep it; the product checks what it can), `nothing` (no test carries it yet). An operator's promise whose product
 * check fails is `failing` too.
 *
 * @param {{ id: string, text: string, kind: 'product' | 'operator', productChecks?: string }[]} promises
 * @param {{ run: string, at: string, suites: Record<string, { ids: string[], name: string, file: string, passed: boolean }[]> } | null} results
 */
export function tally(promises, results) {
  const tests = Object.values(results?.suites ?? {}).flat();
  const known = new Set(promises.map((promise) => promise.id));
  const rows = promises.map((promise) => {
    const carrying = tests.filter((test) => test.ids.includes(promise.id)).map(({ name, file, passed }) => ({ name, file, passed }));
    return { ...promise, state: stateOf(promise, carrying), tests: carrying };
  });
  const count = (state) => rows.filter((row) => row.state === state).length;
  const unknown = [...new Set(tests.flatMap((test) => test.ids))].filter((id) => !known.has(id)).sort();
  const counts = {
    total: rows.length,
    shown: count('shown'),
    failing: count('failing'),
    operator: count('operator'),
    nothing: count('nothing'),
  };
  return { run: results?.run ?? null, at: results?.at ?? null, counts, unknownIds: unknown, promises: rows };
}

function stateOf(promise, tests) {
  if (tests.some((test) => !test.passed)) return 'failing';
  if (promise.kind === 'operator') return 'operator';
  return tests.length > 0 ? 'shown' : 'nothing';
}
