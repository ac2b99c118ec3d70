import '../shared/theme/styles.js';
import { askEarly } from '../shared/api/early.js';
import { reloadOnNewRelease } from './new-release.js';
import { fetchPage, openingRequests, pageAt } from './pages.js';

// The first file that runs, and a small one: what the first screen asks for is on its way while the app itself still comes.
reloadOnNewRelease();
const { pathname, search } = location;
for (const path of openingRequests(pathname, search)) askEarly(path);
const page = pageAt(pathname);
// A screen that cannot be fetched says so in its place, when the router asks for it again.
const fetching = page && fetchPage(page).catch(() => undefined);
void import('./main.js').then(async ({ start }) => {
  await fetching;
  await start();
});
