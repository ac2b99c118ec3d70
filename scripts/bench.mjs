// npm run bench [-- --json] [-- --only NAME]: measures in a process of its own that may ask for garbage collection.
import { buildOrExit } from './lib/build.mjs';
import { needsNode24 } from './lib/node24.mjs';
import { at, root } from './lib/paths.mjs';
import { runForeground, survivesClosedPipes } from './lib/processes.mjs';

survivesClosedPipes();
await needsNode24();
await buildOrExit(['server', 'admin'], { say: (line) => process.stderr.write(`${line}\n`) });
const args = ['--expose-gc', '--enable-source-maps', at('dist/test/bench/main.js'), ...process.argv.slice(2)];
process.exit(await runForeground(process.execPath, args, { cwd: root }));
