import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';
import { BrokenPage, LostPage } from './lost-page.js';
import { Shell } from './shell.js';

type Page = () => Promise<{ default: ComponentType }>;

const pages = {
  clients: () => import('../features/clients/list/clients-page.js'),
  newClient: () => import('../features/clients/record/new-client-page.js'),
  client: () => import('../features/clients/record/client-record-page.js'),
  imports: () => import('../features/clients/import/import-pages.js'),
  security: () => import('../features/identity/own-security-page.js'),
  signIn: () => import('../features/identity/sign-in-page.js'),
  link: () => import('../features/identity/link-page.js'),
} satisfies Record<string, Page>;

const lazily = (page: Page) => async () => ({ Component: (await page()).default });

/** Every address of the UI. A screen's code is fetched when its address is first opened. */
export function createRouter() {
  return createBrowserRouter([
    { path: '/sign-in', lazy: lazily(pages.signIn), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    { path: '/sign-in/link', lazy: lazily(pages.link), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    {
      element: <Shell />,
      HydrateFallback: Nothing,
      errorElement: <BrokenPage />,
      children: [
        { index: true, element: <Navigate to="/clients" replace /> },
        {
          errorElement: <BrokenPage inFrame />,
          children: [
            { path: 'clients', lazy: lazily(pages.clients) },
            { path: 'clients/new', lazy: lazily(pages.newClient) },
            { path: 'clients/:id/*', lazy: lazily(pages.client) },
            { path: 'imports/*', lazy: lazily(pages.imports) },
            { path: 'security', lazy: lazily(pages.security) },
            { path: '*', element: <LostPage /> },
          ],
        },
      ],
    },
  ]);
}

/** Fetches the screens people go to next, once the first one stands. */
export function warmUp(): void {
  const next = (): void => {
    for (const page of [pages.client, pages.clients, pages.newClient]) void page().catch(() => undefined);
  };
  if ('requestIdleCallback' in window) requestIdleCallback(next, { timeout: 4000 });
  else setTimeout(next, 1500);
}

function Nothing() {
  return null;
}
