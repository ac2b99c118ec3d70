import 'reflect-metadata';
import { runCli } from './cli/run-cli.js';

process.exitCode = await runCli(process.argv.slice(2), process.env);
// Pools that are still closing must not hold a finished command open.
setTimeout(() => process.exit(), 500).unref();
