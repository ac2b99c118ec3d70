// npm run -s ironbark -- …: the operators' command line. Builds silently when the source is newer; standard output
// carries only what the command itself prints.
import { become, buildOrExit } from './lib/build.mjs';
import { needsNode24 } from './lib/node24.mjs';
import { survivesClosedPipes } from './lib/processes.mjs';

survivesClosedPipes();
await needsNode24();
await buildOrExit(['server']);
await become('src/cli.js');
