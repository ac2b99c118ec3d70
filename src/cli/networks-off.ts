import { switchOffNetworks } from '../modules/organisations/index.js';
import { UsageError, type CommandContext } from './command.js';
import { workOnPractice } from './practice-work.js';

/** The way out for a practice that locked itself out: its list of networks is no longer enforced. The practice's record and page say who did it. */
export async function networksOff(context: CommandContext): Promise<void> {
  const [slug] = context.positionals;
  if (slug === undefined) throw new UsageError('Say whose networks: networks off SLUG (see organisation list)');
  const before = await workOnPractice(
    context,
    {
      slug,
      device: 'ironbark networks off',
      warning: `From now on ${slug} may be entered from any network, until an administrator enforces the list again.`,
    },
    switchOffNetworks,
  );
  if (before === null) throw new UsageError('This practice has no list of networks.');
  context.say(
    `The networks of ${slug} are switched off (before: ${before.replace('_', ' ')}). The list is kept; the practice’s record says that you did this.`,
  );
}
