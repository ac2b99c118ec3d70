import type { ParseArgsConfig } from 'node:util';
import type { Settings } from '../common/config/settings.js';
import type { Runtime } from '../runtime.js';

/** The command's words were not understood or may not be used here. */
export class UsageError extends Error {}

/** The command ran and found or met something that the operator has to see to: a sentence, no stack. */
export class CommandFailed extends Error {}

/** What a command has to work with. */
export interface CommandContext {
  settings: Settings;
  /** The database, opened on first use. */
  database: () => Promise<Runtime>;
  say: (line: string) => void;
  values: Record<string, string | boolean | undefined>;
  positionals: string[];
  /** Asks before something is destroyed; throws when the answer is no. */
  confirm: (question: string) => Promise<void>;
}

/** One command. */
export interface Command {
  words: string[];
  usage: string;
  does: string;
  options?: ParseArgsConfig['options'];
  /** How many words may follow those of the command; none when absent. */
  takes?: number;
  /** Hands out secrets or makes up data: production refuses it. */
  outsideProduction?: boolean;
  run: (context: CommandContext) => Promise<void>;
}
