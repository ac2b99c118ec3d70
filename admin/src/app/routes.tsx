import { createBrowserRouter, Navigate } from 'react-router';
import { ModuleGate } from '../features/access/own/module-gate.js';
import { BrokenPage, LostPage } from './lost-page.js';
import { pages } from './pages.js';
import type { Page } from './pages.js';

const lazily = (page: Page) => async () => ({ Component: (await page()).default });

/** Every address of the UI. A screen's code is fetched when its address is first opened. */
export function createRouter() {
  return createBrowserRouter([
    { path: '/sign-in', lazy: lazily(pages.signIn), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    { path: '/sign-in/link', lazy: lazily(pages.link), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    {
      lazy: lazily(() => import('./shell.js')),
      HydrateFallback: Nothing,
      errorElement: <BrokenPage />,
      children: [
        { index: true, element: <Navigate to="/clients" replace /> },
        {
          errorElement: <BrokenPage inFrame />,
          children: [
            {
              element: <ModuleGate module="clients" />,
              children: [
                { path: 'clients', lazy: lazily(pages.clients) },
                { path: 'clients/new', lazy: lazily(pages.newClient) },
                { path: 'clients/:id/*', lazy: lazily(pages.client) },
                { path: 'imports/*', lazy: lazily(pages.imports) },
              ],
            },
            { element: <ModuleGate module="team_management" />, children: [{ path: 'team/*', lazy: lazily(pages.team) }] },
            { path: 'your-access', lazy: lazily(pages.ownAccess) },
            { path: 'security', lazy: lazily(pages.security) },
            { path: '*', element: <LostPage /> },
          ],
        },
      ],
    },
  ]);
}

function Nothing() {
  return null;
}
