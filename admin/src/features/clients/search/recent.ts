import type { ClientCard } from '../record/model.js';

const MOST = 6;

let owner: string | null = null;
let opened: readonly ClientCard[] = [];
const listeners = new Set<() => void>();

/**
 * Clients opened in this tab, latest first. Kept in this page's memory only: a reload, a closed tab or another session
 * forgets them. `session` says whose they are.
 */
export const recentClients = {
  remember(card: ClientCard): void {
    opened = [card, ...opened.filter(({ id }) => id !== card.id)].slice(0, MOST);
    for (const listener of listeners) listener();
  },

  /** Begins anew when another session than before asks. */
  belongTo(session: string): void {
    if (owner !== null && owner !== session) {
      opened = [];
      for (const listener of listeners) listener();
    }
    owner = session;
  },

  all: (): readonly ClientCard[] => opened,

  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
