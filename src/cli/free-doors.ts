import { freeEveryDoor } from '../modules/single-sign-on/index.js';
import { UsageError, type CommandContext } from './command.js';
import { workOnPractice } from './practice-work.js';

/** The last way out for a practice whose provider is gone and whose named owners cannot come in either: other doors open again. */
export async function freeDoors(context: CommandContext): Promise<void> {
  const [slug] = context.positionals;
  if (slug === undefined) throw new UsageError('Say whose single sign-on: sso free SLUG (see organisation list)');
  const freed = await workOnPractice(
    context,
    {
      slug,
      device: 'ironbark sso free',
      warning: `From now on the people of ${slug} may sign in without its identity provider, until an administrator requires it again.`,
    },
    freeEveryDoor,
  );
  if (!freed) throw new UsageError('This practice requires no single sign-on.');
  context.say(
    `${slug} does not require single sign-on any more. The connection stays on, second factors are asked for as before, and the practice’s record says that you did this.`,
  );
}
