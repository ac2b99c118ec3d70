import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { prefetchList } from '../features/clients/list/prefetch.js';
import { queries, queryClient } from '../shared/api/query.js';
import { App } from './app.js';
import { isBeforeTheHouse, opensClients } from './pages.js';

/** So long the first drawing waits for answers that are on their way: it then draws the screen once, and no skeleton. */
const HEAD_START_MS = 100;

/** Draws the app. */
export async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no place for the app');
  await Promise.race([answers(location), new Promise((resolve) => setTimeout(resolve, HEAD_START_MS))]);
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

async function answers({ pathname, search }: Location): Promise<void> {
  if (opensClients(pathname)) await prefetchList(search);
  else if (!isBeforeTheHouse(pathname)) await queryClient.prefetchQuery(queries.me);
}
