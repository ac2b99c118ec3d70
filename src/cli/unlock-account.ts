import { systemClock } from '../common/clock/clock.js';
import { withDatabase } from '../common/database/plain-database.js';
import { unlockAccountIn } from '../modules/identity/index.js';
import { UsageError, type CommandContext } from './command.js';
import { operatorKeys } from './operator-keys.js';

/** Unlocks the account of somebody whom no administrator can help: a last owner, or a member of several practices. */
export async function unlockAccount({ settings, database, say, positionals, confirm }: CommandContext): Promise<void> {
  const [email] = positionals;
  if (email === undefined) throw new UsageError('Say whose account: accounts unlock EMAIL');
  await confirm('Its owner said that somebody else used it. Be sure that you talk to them, and not by mail.');
  const { urls } = await database();
  const keys = await operatorKeys(settings);
  try {
    const found = await withDatabase(urls.identity, async (identity) => unlockAccountIn(identity, keys, systemClock, email));
    if (!found) throw new UsageError('No account has that address.');
    say('The account is unlocked. They are told by mail; every browser counts as new.');
  } finally {
    keys.forgetAll();
  }
}
