import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { loadSettings } from '../common/config/load-settings.js';
import { SettingsError, type Environ } from '../common/config/settings.js';
import { EmbeddedPostgresError } from '../common/database/embedded/embedded.errors.js';
import { DomainError } from '../common/errors.js';
import { openDatabase, UnsafeDatabase, type Runtime } from '../runtime.js';
import { UsageError, type Command } from './command.js';
import { COMMANDS } from './commands.js';

/** Runs one command. Returns the exit code: 0 done, 1 failed, 2 not understood. */
export async function runCli(args: string[], env: Environ): Promise<number> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const complain = (line: string) => process.stderr.write(`${line}\n`);
  const command = findCommand(args);
  if (!command || args[0] === 'help' || args.includes('--help')) {
    help(say);
    return args.length === 0 || args[0] === 'help' || args.includes('--help') ? 0 : 2;
  }
  let runtime: Runtime | undefined;
  try {
    const settings = loadSettings(env);
    if (command.outsideProduction && settings.production) throw new UsageError(`“${command.words.join(' ')}” is refused in production.`);
    const { values, positionals } = parseArgs({
      args: args.slice(command.words.length),
      allowPositionals: true,
      options: { yes: { type: 'boolean' }, ...command.options },
      strict: true,
    });
    const database = async () => (runtime ??= await openDatabase(settings, complain));
    await command.run({
      settings,
      database,
      say,
      values: values as Record<string, string | boolean | undefined>,
      positionals,
      confirm: async (question) => confirm(question, values['yes'] === true),
    });
    return 0;
  } catch (error) {
    complain(reason(error));
    return error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true ? 2 : 1;
  } finally {
    await runtime?.stop();
  }
}

function findCommand(args: string[]): Command | undefined {
  return COMMANDS.find(({ words }) => words.every((word, index) => args[index] === word));
}

function help(say: (line: string) => void): void {
  say('Ironbark, for operators.  npm run -s ironbark -- COMMAND\n');
  for (const { words, usage, does } of COMMANDS) say(`  ${[...words, usage].join(' ').padEnd(52)} ${does}`);
  say('\n  --yes answers every question that a destructive command asks.');
}

/** Asks before something is destroyed. Without a terminal to ask on, only `--yes` says yes. */
async function confirm(question: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) throw new UsageError(`${question} Nothing was done: add --yes to go on without being asked.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} Type yes to go on: `).finally(() => terminal.close());
  if (answer.trim() !== 'yes') throw new UsageError('Nothing was done.');
}

function reason(error: unknown): string {
  if (error instanceof UnsafeDatabase) return error.sentences.join('\n');
  if (
    error instanceof UsageError ||
    error instanceof SettingsError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof DomainError
  )
    return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
