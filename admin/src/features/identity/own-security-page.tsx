import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../../shared/api/query.js';
import { SignOutEverywhere } from '../../shared/session/sign-out-everywhere.js';
import { useSignOut } from '../../shared/session/sign-out.js';
import { useTitle } from '../../shared/ui/use-title.js';
import { FactorsSection } from './factors/factors-section.js';
import { LinkedAccounts } from './providers/linked-accounts.js';
import { identityText } from './text.js';
import { DevicesSection } from './watch/devices-section.js';
import { OwnLog } from './watch/own-log.js';
import { SessionFacts } from './watch/session-facts.js';
import classes from './own-security.module.css';

const words = identityText.security;

/** One's own account: the session one is in, and everything that was done to get in. */
export default function OwnSecurityPage() {
  const me = useMe().data;
  const [asking, setAsking] = useState(false);
  const signOut = useSignOut();
  useTitle(words.title);
  const own = me?.viewing === undefined || me.viewing === null;
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <div>
          <h1>{words.title}</h1>
          <p>{words.intro}</p>
        </div>
        <div className={classes['acts']}>
          <Button variant="default" onClick={() => void signOut(false)}>
            {words.here}
          </Button>
          <Button variant="outline" color="red" onClick={() => setAsking(true)}>
            {words.everywhere}
          </Button>
        </div>
      </header>
      <section aria-labelledby="this-session">
        <h2 id="this-session">{words.session}</h2>
        {me === undefined ? <dl className={classes['facts']} /> : <SessionFacts me={me} />}
      </section>
      {own && <OwnDoors />}
      <OwnLog startedAt={me?.session.startedAt} readOnly={!own} />
      {own && <DevicesSection />}
      <SignOutEverywhere opened={asking} onClose={() => setAsking(false)} />
    </div>
  );
}

/** What opens the account. */
function OwnDoors() {
  return (
    <>
      <FactorsSection />
      <LinkedAccounts />
    </>
  );
}
