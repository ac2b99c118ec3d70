import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { sharedText } from '../../shared/text/catalogue.js';
import { Mark } from '../../shared/ui/mark.js';
import { useTitle } from '../../shared/ui/use-title.js';
import { AnswerView } from './answer-view.js';
import { Door } from './door.js';
import { outsideRequests } from './requests.js';
import { SharedView } from './shared-view.js';
import { outsideText as words } from './text.js';
import classes from './outside.module.css';

type Where = 'door' | 'share' | 'request' | 'ended' | 'left';

/** All that somebody without an account sees: the door, then one share or one request. */
export default function OutsidePage() {
  const token = useToken();
  const client = useQueryClient();
  const [where, setPlace] = useState<Where>(() => (token === '' ? (before() ?? 'ended') : 'door'));
  const setWhere = useCallback((place: Where): void => {
    remember(place);
    setPlace(place);
  }, []);
  useEffect(() => {
    if (token !== '') setWhere('door');
  }, [token, setWhere]);
  useTitle(words.title);
  const leave = (): void => {
    void outsideRequests.leave().finally(() => {
      client.clear();
      setWhere('left');
    });
  };
  const onEnded = useCallback((): void => setWhere('ended'), [setWhere]);
  const inside = where === 'share' || where === 'request';
  return (
    <div className={classes['frame']}>
      <header className={classes['head']}>
        <span className={classes['brand']}>
          <Mark />
          {sharedText.product}
        </span>
        {inside && (
          <Button variant="default" size="xs" onClick={leave}>
            {words.leave}
          </Button>
        )}
      </header>
      <main className={classes['main']} data-wide={where === 'share' || undefined}>
        {where === 'door' && <Door token={token} onInside={setWhere} onEnded={onEnded} />}
        {where === 'share' && <SharedView onEnded={onEnded} />}
        {where === 'request' && <AnswerView onEnded={onEnded} />}
        {where === 'ended' && (
          <Said title={words.endedTitle} lead={words.endedLead}>
            <p>{words.endedNext}</p>
          </Said>
        )}
        {where === 'left' && <Said title={words.leftTitle} lead={words.leftLead} />}
      </main>
    </div>
  );
}

/** What this tab was in before it was loaded again; the session itself is the browser's cookie. */
const KEPT = 'ironbark-outside';

function before(): 'share' | 'request' | undefined {
  const kept = sessionStorage.getItem(KEPT);
  return kept === 'share' || kept === 'request' ? kept : undefined;
}

function remember(place: Where): void {
  if (place === 'share' || place === 'request') sessionStorage.setItem(KEPT, place);
  else sessionStorage.removeItem(KEPT);
}

function Said({ title, lead, children }: { title: string; lead: string; children?: ReactNode }) {
  return (
    <section className={classes['said']} role="status">
      <h1>{title}</h1>
      <p>{lead}</p>
      {children}
    </section>
  );
}

/** The secret behind `#`, kept in memory only and taken out of the address at once; another link opened in this tab is noticed. */
function useToken(): string {
  const [token, setToken] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const take = (): void => {
      const shown = location.hash.slice(1);
      if (shown === '') return;
      setToken(shown);
      history.replaceState(history.state, '', location.pathname);
    };
    take();
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return token;
}
