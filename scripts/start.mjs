// npm start: builds what is out of date and becomes the server, in this same process, so that Ctrl-C and signals
// reach it directly and nothing is left behind.
import { become, buildOrExit } from './lib/build.mjs';
import { needsNode24 } from './lib/node24.mjs';
import { survivesClosedPipes } from './lib/processes.mjs';

survivesClosedPipes();
await needsNode24();
await buildOrExit(['server', 'admin'], { say: (line) => process.stdout.write(`${line}\n`) });
await become('src/main.js');
