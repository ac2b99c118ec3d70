// npm run differential -- --decisions 1000000 [--seed N]: compares what the database lets members do with an independent model.
import { buildOrExit } from './lib/build.mjs';
import { needsNode24 } from './lib/node24.mjs';
import { at, root } from './lib/paths.mjs';
import { runForeground, survivesClosedPipes } from './lib/processes.mjs';

survivesClosedPipes();
await needsNode24();
await buildOrExit(['server'], { say: (line) => process.stderr.write(`${line}\n`) });
const args = ['--enable-source-maps', at('dist/test/differential/main.js'), ...process.argv.slice(2)];
process.exit(await runForeground(process.execPath, args, { cwd: root }));
