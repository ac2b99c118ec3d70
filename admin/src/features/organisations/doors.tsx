import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Me } from '../../shared/api/types.js';
import { dayTime } from '../../shared/text/dates.js';
import { Status } from '../../shared/ui/status.js';
import type { StatusKind } from '../../shared/ui/status.js';
import { useDirectory } from '../access/directory/requests.js';
import { directoryText } from '../access/directory/text.js';
import { kindsText } from '../documents/kinds/text.js';
import { historyText } from '../documents/history/text.js';
import { watchText } from '../identity/watch/text.js';
import { useBreakGlass } from './break-glass/requests.js';
import { useSignOn } from './sign-on/requests.js';
import type { Stage } from './sign-on/requests.js';
import { signOnText } from './sign-on/text.js';
import { practiceText } from './text.js';
import classes from './security.module.css';

const words = practiceText.door;
/** The further a connection has come, the more it says of the practice. */
const FURTHEST: readonly Stage[] = ['required', 'announced', 'on', 'tested', 'draft'];
const STAGES: Record<Stage, StatusKind> = {
  draft: 'prospect',
  tested: 'prospect',
  on: 'running',
  announced: 'running',
  required: 'current',
};

/** The ways in that have a page of their own, each with how it stands now, for those who run the practice. */
export function Doors({ member }: { member: Me['member'] }) {
  return (
    <section aria-labelledby="doors">
      <h2 id="doors">{practiceText.doors}</h2>
      <ul className={classes['doors']}>
        <SignOnDoor />
        {member.modules.includes('team_management') && <DirectoryDoor />}
        <GlassDoor />
        <Door to="/settings/sign-ins" name={watchText.practice.open} hint={watchText.practice.openHint} />
        {member.modules.includes('documents') && (
          <>
            <Door to="/settings/document-history" name={historyText.open} hint={historyText.openHint} />
            <Door to="/settings/document-kinds" name={kindsText.open} hint={kindsText.openHint} />
          </>
        )}
      </ul>
    </section>
  );
}

/** How it stands is left out while it is not known: its page says why. */
function Door({ to, name, hint, children }: { to: string; name: string; hint: string; children?: ReactNode }) {
  return (
    <li>
      <div>
        <Link to={to}>{name}</Link>
        <small>{hint}</small>
      </div>
      {children}
    </li>
  );
}

function SignOnDoor() {
  const connections = useSignOn().data?.connections;
  const stage = FURTHEST.find((each) => connections?.some((connection) => connection.stage === each));
  return (
    <Door to="/settings/single-sign-on" name={signOnText.open} hint={signOnText.openHint}>
      {connections && (
        <Status kind={stage === undefined ? 'none' : STAGES[stage]}>{stage === undefined ? words.notSetUp : words.stage[stage]}</Status>
      )}
    </Door>
  );
}

function DirectoryDoor() {
  const directory = useDirectory().data;
  const live = directory?.tokens.filter(({ state }) => state === 'live') ?? [];
  const used = live.some(({ usedAt }) => usedAt !== null);
  return (
    <Door to="/settings/directory" name={directoryText.open} hint={directoryText.openHint}>
      {directory && live.length === 0 && <Status kind="none">{directory.tokens.length === 0 ? words.notSetUp : words.noToken}</Status>}
      {directory && live.length > 0 && (
        <Status kind={used ? 'current' : 'prospect'}>{used ? words.syncs(directory.users.active) : words.noPush}</Status>
      )}
    </Door>
  );
}

function GlassDoor() {
  const owners = useBreakGlass().data?.owners;
  const named = owners?.filter((owner) => owner.named).length ?? 0;
  const bound = useSignOn().data?.connections.some(({ stage }) => stage === 'required' || stage === 'announced') === true;
  const armed = owners?.flatMap(({ armedUntil }) =>
    armedUntil !== null && new Date(armedUntil).getTime() > Date.now() ? [armedUntil] : [],
  );
  const until = armed?.sort().at(-1);
  return (
    <Door to="/settings/break-glass" name={practiceText.breakGlass} hint={practiceText.breakGlassHint}>
      {owners && until !== undefined && (
        <Status kind="soon">{words.armed(dayTime(until).replace(/^[TY]/, (letter) => letter.toLowerCase()))}</Status>
      )}
      {owners && until === undefined && bound && named === 0 && <Status kind="soon">{words.nobody}</Status>}
      {owners && until === undefined && (!bound || named > 0) && (
        <Status kind={named === 0 ? 'none' : 'current'}>{words.named(named)}</Status>
      )}
    </Door>
  );
}
