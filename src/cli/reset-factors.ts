import { systemClock } from '../common/clock/clock.js';
import { withDatabase } from '../common/database/plain-database.js';
import { askFactorResetIn } from '../modules/identity/index.js';
import { UsageError, type CommandContext } from './command.js';
import { operatorKeys } from './operator-keys.js';

/** Asks for a reset of the second factors of somebody whom no administrator can help. They are told, and have a day. */
export async function resetFactors({ settings, database, say, positionals, confirm }: CommandContext): Promise<void> {
  const [email] = positionals;
  if (email === undefined) throw new UsageError('Say whose factors: factors reset EMAIL');
  await confirm('A day from now this removes their passkeys, authenticator apps and recovery codes, unless they use one before.');
  const { urls } = await database();
  const keys = await operatorKeys(settings);
  try {
    const due = await withDatabase(urls.identity, async (identity) => askFactorResetIn(identity, keys, systemClock, email));
    if (due === undefined) throw new UsageError('No active member has that address.');
    say(`They are told by mail. The reset happens at ${due.toISOString()}, with their next link.`);
  } finally {
    keys.forgetAll();
  }
}
