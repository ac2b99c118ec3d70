import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { api } from '../shared/api/client.js';
import { isProblem } from '../shared/api/problem.js';
import type { Me } from '../shared/api/types.js';
import type { NetworkRefusal } from '../shared/session/network-refusal.js';
import { useSignOut } from '../shared/session/sign-out.js';
import { sharedText } from '../shared/text/catalogue.js';
import { problemSentence } from '../shared/text/problems.js';
import { useTitle } from '../shared/ui/use-title.js';
import classes from './shell.module.css';

const words = sharedText.outside;

/** All that is shown to whoever is outside the practice's networks. What they had open waits behind it, out of sight. */
export function OutsidePage({ refusal: { address }, onInside }: { refusal: NetworkRefusal; onInside: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const signOut = useSignOut();
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState('');
  useTitle(words.title);
  useEffect(() => {
    heading.current?.focus();
    // Dialogs stand beside the app in the page: they wait out of sight as well.
    document.documentElement.dataset['outside'] = 'true';
    return () => {
      delete document.documentElement.dataset['outside'];
    };
  }, []);
  const tryAgain = async (): Promise<void> => {
    setAsking(true);
    setSaid('');
    try {
      await api.get<Me>('/me');
      onInside();
    } catch (error) {
      setSaid(isProblem(error, 'access.network_refused') ? words.still : problemSentence(error));
    } finally {
      setAsking(false);
    }
  };
  return (
    <main className={classes['lost']} data-alone>
      <h1 ref={heading} tabIndex={-1}>
        {words.title}
      </h1>
      <p>{words.text}</p>
      <p className={classes['seen']}>{address === null ? words.unknown : words.seen(address)}</p>
      <div className={classes['ways']}>
        <Button loading={asking} onClick={() => void tryAgain()}>
          {words.again}
        </Button>
        <Button variant="default" onClick={() => void signOut(false)}>
          {sharedText.frame.signOut}
        </Button>
      </div>
      <p role="status" className={classes['seen']}>
        {said}
      </p>
    </main>
  );
}
