import { createBrowserRouter, Navigate } from 'react-router';
import type { RouteObject } from 'react-router';
import ClientsPage from '../features/clients/list/clients-page.js';
import { ModuleGate } from '../features/access/own/module-gate.js';
import { BrokenPage, LostPage } from './lost-page.js';
import { fetchedPage, fetchPage, pages } from './pages.js';
import type { Page } from './pages.js';
import Shell from './shell.js';

/** A screen that is here is drawn at once; any other is fetched first. */
function screen(page: Page): Pick<RouteObject, 'Component' | 'lazy'> {
  const Component = fetchedPage(page);
  return Component ? { Component } : { lazy: async () => ({ Component: await fetchPage(page) }) };
}

/** Every address of the UI. The frame and the list of clients come with the app; any other screen's code is fetched when its address is first opened. */
export function createRouter() {
  return createBrowserRouter([
    { path: '/sign-in', ...screen(pages.signIn), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    { path: '/outside', ...screen(pages.outside), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    { path: '/sign-in/link', ...screen(pages.link), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    { path: '/sign-in/not-me', ...screen(pages.notMe), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    { path: '/sign-in/confirm', ...screen(pages.confirm), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    { path: '/sign-in/enrol', ...screen(pages.enrol), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    { path: '/sign-in/provider', ...screen(pages.provider), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    { path: '/sign-in/return', ...screen(pages.signOnReturn), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    { path: '/sign-in/break-glass', ...screen(pages.breakGlassDoor), HydrateFallback: Nothing, errorElement: <BrokenPage /> },
    {
      Component: Shell,
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
                { path: 'clients', Component: ClientsPage },
                { path: 'clients/new', ...screen(pages.newClient) },
                { path: 'clients/:id/*', ...screen(pages.client) },
                { path: 'imports/*', ...screen(pages.imports) },
              ],
            },
            {
              element: <ModuleGate module="documents" />,
              children: [{ path: 'documents', ...screen(pages.documents) }],
            },
            {
              element: <ModuleGate module="team_management" />,
              children: [
                { path: 'team/*', ...screen(pages.team) },
                { path: 'settings/directory', ...screen(pages.directory) },
              ],
            },
            {
              element: <ModuleGate module="settings" />,
              children: [
                { path: 'settings/security', ...screen(pages.practiceSecurity) },
                { path: 'settings/networks', ...screen(pages.networks) },
                { path: 'settings/single-sign-on', ...screen(pages.signOn) },
                { path: 'settings/sign-ins', ...screen(pages.practiceSignIns) },
                { path: 'settings/break-glass', ...screen(pages.breakGlass) },
              ],
            },
            {
              element: <ModuleGate module="documents" />,
              children: [
                { path: 'settings/document-history', ...screen(pages.documentHistory) },
                { path: 'settings/document-kinds', ...screen(pages.documentKinds) },
              ],
            },
            { path: 'your-access', ...screen(pages.ownAccess) },
            { path: 'security', ...screen(pages.security) },
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
