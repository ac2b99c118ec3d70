import { CloseButton, Popover } from '@mantine/core';
import { useId, useState } from 'react';
import { sharedText } from '../text/catalogue.js';
import { dayTime } from '../text/dates.js';
import { problemSentence } from '../text/problems.js';
import { Avatar } from './avatar.js';
import { SealIcon } from './seal-icon.js';
import classes from './opened-by.module.css';

const words = sharedText.openedBy;
const MOST = 8;

/** One time that somebody saw or copied a sealed value. */
export interface Opening {
  at: string;
  actor: { memberId: string; displayName: string } | null;
  action: string;
}

interface OpenedByProps {
  /** Reads the openings when they are asked for, latest first. */
  load: () => Promise<readonly Opening[]>;
  count: number;
  keyVersion: number;
  /** What is sealed: "Passport". */
  label: string;
}

type Loaded = { state: 'loading' } | { state: 'failed'; sentence: string } | { state: 'ready'; openings: readonly Opening[] };

/** The seal's button: which key seals this value, and who has opened it. */
export function OpenedBy({ load, count, keyVersion, label }: OpenedByProps) {
  const [open, setOpen] = useState(false);
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  const titleId = useId();
  const change = (opened: boolean): void => {
    setOpen(opened);
    if (!opened) return;
    setLoaded({ state: 'loading' });
    load().then(
      (openings) => setLoaded({ state: 'ready', openings }),
      (problem: unknown) => setLoaded({ state: 'failed', sentence: problemSentence(problem) }),
    );
  };
  return (
    <Popover
      opened={open}
      onChange={change}
      width={404}
      position="bottom"
      withArrow
      arrowSize={10}
      offset={8}
      trapFocus
      returnFocus
      withRoles={false}
      closeOnEscape
    >
      <Popover.Target>
        <button
          type="button"
          className={classes['seal']}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-label={words.button(keyVersion, label, count)}
          onClick={() => change(!open)}
        >
          <SealIcon />
          {keyVersion}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes['dropdown']} role="dialog" aria-labelledby={titleId} p={0}>
        <div className={classes['head']}>
          <div className={classes['title']}>
            <SealIcon size={17} />
            <h3 id={titleId}>{label}</h3>
            <span className={classes['key']}>{words.key(keyVersion)}</span>
            <CloseButton size={28} aria-label={words.close} onClick={() => change(false)} />
          </div>
          <p>{words.meaning(keyVersion)}</p>
        </div>
        <div className={classes['body']} aria-live="polite">
          {loaded.state === 'loading' && <p className={classes['dim']}>{words.loading}</p>}
          {loaded.state === 'failed' && <p className={classes['dim']}>{loaded.sentence}</p>}
          {loaded.state === 'ready' && <Openings openings={loaded.openings} />}
        </div>
        <div className={classes['foot']}>{words.foot}</div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Openings({ openings }: { openings: readonly Opening[] }) {
  const people = new Set(openings.map(({ actor }) => actor?.memberId ?? '')).size;
  if (openings.length === 0) return <p className={classes['dim']}>{words.never}</p>;
  return (
    <>
      <strong>{words.summary(openings.length, people)}</strong>
      <ul>
        {openings.slice(0, MOST).map(({ at, actor, action }, index) => (
          <li key={`${at}${index}`}>
            <Avatar id={actor?.memberId ?? ''} name={actor?.displayName ?? words.someone} />
            <span>
              {actor?.displayName ?? words.someone}
              <small>{action === 'copy' ? words.copied : words.shown}</small>
            </span>
            <time dateTime={at}>{dayTime(at)}</time>
          </li>
        ))}
      </ul>
      {openings.length > MOST && <p className={classes['dim']}>{words.earlier(openings.length - MOST)}</p>}
    </>
  );
}
