import type { ComponentType } from 'react';
import { openingPaths } from '../features/clients/list/paths.js';

/** Fetches the code of one screen. */
export type Page = () => Promise<{ default: ComponentType }>;

/** Every screen by name but the first one, each a file of its own that is fetched when it is first opened. */
export const pages = {
  newClient: () => import('../features/clients/record/new-client-page.js'),
  client: () => import('../features/clients/record/client-record-page.js'),
  documents: () => import('../features/documents/documents-page.js'),
  imports: () => import('../features/clients/import/import-pages.js'),
  team: () => import('../features/access/team-pages.js'),
  ownAccess: () => import('../features/access/own/own-access-page.js'),
  security: () => import('../features/identity/own-security-page.js'),
  networks: () => import('../features/organisations/networks/networks-page.js'),
  practiceSecurity: () => import('../features/organisations/security-page.js'),
  directory: () => import('../features/access/directory/directory-page.js'),
  breakGlass: () => import('../features/organisations/break-glass/break-glass-page.js'),
  signIn: () => import('../features/identity/sign-in-page.js'),
  link: () => import('../features/identity/link-page.js'),
  notMe: () => import('../features/identity/watch/not-me-page.js'),
  practiceSignIns: () => import('../features/organisations/sign-ins/sign-ins-page.js'),
  documentKinds: () => import('../features/documents/kinds/kinds-page.js'),
  documentHistory: () => import('../features/documents/history/history-page.js'),
  confirm: () => import('../features/identity/factors/confirm-page.js'),
  provider: () => import('../features/identity/providers/provider-page.js'),
  signOnReturn: () => import('../features/identity/sign-on/return-page.js'),
  signOn: () => import('../features/organisations/sign-on/sign-on-page.js'),
  breakGlassDoor: () => import('../features/identity/break-glass/break-glass-page.js'),
  outside: () => import('../features/outside/outside-page.js'),
  enrol: () => import('../features/identity/factors/enrol-page.js'),
} satisfies Record<string, Page>;

const fetched = new Map<Page, ComponentType>();

/** Fetches a screen so that {@link fetchedPage} has it. */
export async function fetchPage(page: Page): Promise<ComponentType> {
  const { default: component } = await page();
  fetched.set(page, component);
  return component;
}

/** A screen whose code is here already. */
export function fetchedPage(page: Page): ComponentType | undefined {
  return fetched.get(page);
}

/** The screen at an address, where it is not the list of clients, which everything comes with. */
export function pageAt(path: string): Page | undefined {
  if (path === '/sign-in') return pages.signIn;
  if (path === '/outside') return pages.outside;
  if (path === '/sign-in/link') return pages.link;
  if (path === '/sign-in/not-me') return pages.notMe;
  if (path === '/sign-in/confirm') return pages.confirm;
  if (path === '/sign-in/enrol') return pages.enrol;
  if (path === '/sign-in/provider') return pages.provider;
  if (path === '/sign-in/return') return pages.signOnReturn;
  if (path === '/sign-in/break-glass') return pages.breakGlassDoor;
  if (path === '/clients/new') return pages.newClient;
  if (path.startsWith('/clients/')) return pages.client;
  if (path === '/imports' || path.startsWith('/imports/')) return pages.imports;
  if (path === '/documents') return pages.documents;
  if (path === '/team' || path.startsWith('/team/')) return pages.team;
  if (path === '/your-access') return pages.ownAccess;
  if (path === '/settings/directory') return pages.directory;
  if (path === '/settings/single-sign-on') return pages.signOn;
  if (path === '/settings/break-glass') return pages.breakGlass;
  if (path === '/settings/security') return pages.practiceSecurity;
  if (path === '/settings/networks') return pages.networks;
  if (path === '/settings/sign-ins') return pages.practiceSignIns;
  if (path === '/settings/document-kinds') return pages.documentKinds;
  if (path === '/settings/document-history') return pages.documentHistory;
  return path === '/security' ? pages.security : undefined;
}

/** Whether the list of clients is what an address opens. */
export function opensClients(path: string): boolean {
  return path === '/' || path === '/clients';
}

/** Whether an address is for people who are not signed in. */
export function isBeforeTheHouse(path: string): boolean {
  return path.startsWith('/sign-in') || path === '/outside';
}

/** What the screen at an address asks of the service when it opens; nothing at the door, where nobody is signed in. */
export function openingRequests(path: string, search: string): string[] {
  if (isBeforeTheHouse(path)) return [];
  return ['/me', ...(opensClients(path) ? ['/members', '/teams', ...openingPaths(search)] : [])];
}

const WARM_UP_MS = 3000;

/** Fetches what people go to next, once the first screen stands. */
export function warmUp(): void {
  const parts = [() => import('../features/clients/list/later-parts.js'), () => import('./person-panel.js')];
  const next = (): void => {
    for (const part of [...parts, pages.client, pages.newClient]) void part().catch(() => undefined);
  };
  // Well after the first screen can be used: on a phone it must not compete with it.
  setTimeout(() => ('requestIdleCallback' in window ? requestIdleCallback(next, { timeout: 4000 }) : next()), WARM_UP_MS);
}
