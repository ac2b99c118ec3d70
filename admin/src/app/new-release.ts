const KEY = 'ironbark.reloaded';
const PAUSE_MS = 30_000;

/**
 * A tab that stays open over a release asks for files that are gone. It loads the page again, once in a while at most;
 * what was typed is kept by the forms themselves. When that does not help, the broken page says so.
 */
export function reloadOnNewRelease(): void {
  window.addEventListener('vite:preloadError', (event) => {
    try {
      if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < PAUSE_MS) return;
      sessionStorage.setItem(KEY, String(Date.now()));
    } catch {
      return; // Without a memory it could go round for ever.
    }
    event.preventDefault();
    location.reload();
  });
}
