// npm run build: builds the server and the admin UI anew, whatever the last build left.
import { buildOrExit } from './lib/build.mjs';
import { needsNode24 } from './lib/node24.mjs';

await needsNode24();
await buildOrExit(['server', 'admin'], { force: true, say: (line) => process.stdout.write(`${line}\n`) });
