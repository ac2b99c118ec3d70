import type { ComponentType } from 'react';

/** Fetches the code of one screen. */
export type Page = () => Promise<{ default: ComponentType }>;

/** Every screen by name, each a file of its own that is fetched when it is first opened. */
export const pages = {
  clients: () => import('../features/clients/list/clients-page.js'),
  newClient: () => import('../features/clients/record/new-client-page.js'),
  client: () => import('../features/clients/record/client-record-page.js'),
  imports: () => import('../features/clients/import/import-pages.js'),
  team: () => import('../features/access/team-pages.js'),
  ownAccess: () => import('../features/access/own/own-access-page.js'),
  security: () => import('../features/identity/own-security-page.js'),
  signIn: () => import('../features/identity/sign-in-page.js'),
  link: () => import('../features/identity/link-page.js'),
} satisfies Record<string, Page>;

const WARM_UP_MS = 3000;

/** Fetches the screens people go to next, once the first one stands. */
export function warmUp(): void {
  const next = (): void => {
    for (const page of [pages.client, pages.clients, pages.newClient]) void page().catch(() => undefined);
  };
  // Well after the first screen can be used: on a phone it must not compete with it.
  setTimeout(() => ('requestIdleCallback' in window ? requestIdleCallback(next, { timeout: 4000 }) : next()), WARM_UP_MS);
}
