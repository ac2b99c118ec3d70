const KEY = 'ironbark.intended';
const LASTS_MS = 10 * 60_000;

/**
 * The page somebody wanted before they had to sign in, kept for this browser while a link lives: the mail opens a tab of
 * its own, which then goes there too. Only the path is kept, never what is filtered or searched for.
 */
export const intended = {
  keep(address: string): void {
    try {
      localStorage.setItem(KEY, JSON.stringify({ path: address.split(/[?#]/, 1)[0], at: Date.now() }));
    } catch {
      // A browser that keeps nothing goes to the clients.
    }
  },

  /** The page to go on to, once. */
  take(): string {
    try {
      const { path, at } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as { path?: unknown; at?: unknown };
      localStorage.removeItem(KEY);
      if (typeof at === 'number' && Date.now() - at < LASTS_MS && isPage(path)) return path;
    } catch {
      // What cannot be read was not written here.
    }
    return '/clients';
  },
};

/** Only addresses of this app are gone on to, and never the door itself. */
export function isPage(address: unknown): address is string {
  return typeof address === 'string' && /^\/(?!\/|sign-in)/.test(address);
}
