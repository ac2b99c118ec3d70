import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { loadSettings } from '../common/config/load-settings.js';
import { SettingsError, type Environ } from '../common/config/settings.js';
import { CryptoError } from '../common/crypto/crypto.errors.js';
import { EmbeddedPostgresError } from '../common/database/embedded/embedded.errors.js';
import { isUnavailable, sqlState } from '../common/database/database.errors.js';
import { DomainError, InvalidInput } from '../common/errors.js';
import { openDatabase, UnsafeDatabase, type Runtime } from '../runtime.js';
import { CommandFailed, UsageError, type Command } from './command.js';
import { COMMANDS } from './commands.js';

/** Runs one command. Returns the exit code: 0 done, 1 failed, 2 not understood. */
export async function runCli(args: string[], env: Environ): Promise<number> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const complain = (line: string) => process.stderr.write(`${line}\n`);
  const command = findCommand(args);
  if (args.length === 0 || args[0] === 'help' || args.includes('--help')) {
    help(say);
    return 0;
  }
  if (!command) {
    const option = args.findIndex((word) => word.startsWith('-'));
    complain(`There is no command “${args.slice(0, option > 0 ? option : undefined).join(' ')}”; “help” lists them.`);
    return 2;
  }
  let runtime: Runtime | undefined;
  try {
    const settings = loadSettings(env);
    if (command.outsideProduction && settings.production) throw new UsageError(`“${command.words.join(' ')}” is refused in production.`);
    const { values, positionals } = wordsOf(command, args);
    const database = async () => (runtime ??= await openDatabase(settings, complain));
    await command.run({
      settings,
      database,
      say,
      values,
      positionals,
      confirm: async (question) => confirm(question, values['yes'] === true),
    });
    return 0;
  } catch (error) {
    complain(reason(error));
    return error instanceof UsageError ? 2 : 1;
  } finally {
    await runtime?.stop();
  }
}

function findCommand(args: string[]): Command | undefined {
  return COMMANDS.find(({ words }) => words.every((word, index) => args[index] === word));
}

/** What stands after a command's own words. */
function wordsOf(
  { words, usage, options, takes = 0 }: Command,
  args: string[],
): { values: Record<string, string | boolean | undefined>; positionals: string[] } {
  const asked = [...words, usage].join(' ').trim();
  try {
    const { values, positionals } = parseArgs({
      args: args.slice(words.length),
      allowPositionals: true,
      options: { yes: { type: 'boolean' }, ...options },
      strict: true,
    });
    if (positionals.length > takes) throw new UsageError(`“${positionals[takes]}” is one word too many. Usage: ${asked}`);
    return { values: values as Record<string, string | boolean | undefined>, positionals };
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) throw error;
    const [sentence] = (error as Error).message.split(/\. |\n/, 1);
    throw new UsageError(`${sentence!.replace(/\.$/, '')}. Usage: ${asked}`);
  }
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
    error instanceof CommandFailed ||
    error instanceof SettingsError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof CryptoError
  )
    return error.message;
  if (error instanceof InvalidInput) return error.fieldErrors.map(({ field, message }) => `${field}: ${message}`).join('\n');
  if (error instanceof DomainError) return error.message;
  const code = sqlState(error);
  if (isUnavailable(error) || code === '28P01' || code === '3D000')
    return `The database cannot be reached or refused the login (${code ?? 'no answer'}). Check DATABASE_URL and its three companions.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
