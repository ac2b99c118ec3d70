/** Answers asked for before the app's own code was there, each handed over once. */
const asked = new Map<string, Promise<Response>>();
/** What was asked longer ago is not what a screen wants that opens now. */
const KEPT_MS = 15_000;

/** Asks the service for what the first screen will want. `path` as {@link takeEarly} will name it. */
export function askEarly(path: string): void {
  const answer = fetch(`/api/v1${path}`, { credentials: 'same-origin', headers: { accept: 'application/json' } });
  // Whoever takes it hears of the failure; nobody may.
  answer.catch(() => undefined);
  asked.set(path, answer);
  setTimeout(() => asked.delete(path), KEPT_MS);
}

/** The answer that was asked for early, for whoever comes first; asking is up to the caller when there is none. */
export function takeEarly(path: string): Promise<Response> | undefined {
  const answer = asked.get(path);
  asked.delete(path);
  return answer;
}

/** Lets go of them all, as when the session they were asked with is over. */
export function forgetEarly(): void {
  asked.clear();
}
