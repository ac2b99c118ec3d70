import { useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { announce } from '../../../shared/ui/announce.js';
import { Avatar } from '../../../shared/ui/avatar.js';
import type { ModuleName } from '../model.js';
import { Line } from './line.js';
import { sourceWords } from './line.js';
import { byMember, nextWaiting } from './model.js';
import type { Decision, ReviewedLine } from './requests.js';
import { reviewText } from './text.js';
import classes from './reviews.module.css';

interface LineListProps {
  items: readonly ReviewedLine[];
  word: (module: ModuleName) => string;
  /** Null when the lines are only to be read. */
  onDecide: ((lineId: string, decision: Decision) => void) | null;
  /** The last line is decided. */
  onDone: () => void;
}

/** The lines by member. Arrows move, A approves and goes on to the next that waits, R asks and revokes, Escape keeps. */
export function LineList({ items, word, onDecide, onDone }: LineListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [asking, setAsking] = useState<string | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const groups = useMemo(() => byMember(items), [items]);
  const shown = useMemo(() => groups.flatMap(({ lines }) => lines), [groups]);
  const tabStop = shown.some(({ id }) => id === current) ? current : (shown.find(({ decision }) => decision === null) ?? shown[0])?.id;

  const goTo = (id: string | null | undefined): void => {
    const line = id === null || id === undefined ? null : list.current?.querySelector<HTMLElement>(`[data-line="${id}"]`);
    line?.focus({ preventScroll: true });
    line?.scrollIntoView({ block: 'nearest' });
  };
  const decide = (line: ReviewedLine, decision: Decision): void => {
    if (onDecide === null) return;
    if (line.decision === 'revoked') return announce(reviewText.alreadyRevoked);
    onDecide(line.id, decision);
    setAsking(null);
    announce(reviewText.said(reviewText[decision], reviewText.line(line.memberName, sourceWords(line))));
    const next = nextWaiting(shown, line.id);
    if (next !== null) goTo(next);
    // Its button is only there to be focused once the last answer has been drawn.
    else setTimeout(onDone, 50);
  };
  const ask = (line: ReviewedLine): void => {
    if (line.decision === 'revoked') return announce(reviewText.alreadyRevoked);
    setAsking(line.id);
  };
  const keep = (id: string): void => {
    setAsking(null);
    goTo(id);
  };

  const handle = useRef<(event: KeyboardEvent) => void>(() => undefined);
  handle.current = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isElsewhere(event.target)) return;
    const key = event.key.toLowerCase();
    const at = shown.findIndex(({ id }) => list.current?.querySelector(`[data-line="${id}"]`)?.contains(document.activeElement));
    const line = shown[at];
    if (key === 'j' || (line !== undefined && key === 'arrowdown'))
      goTo(shown[line === undefined ? 0 : Math.min(at + 1, shown.length - 1)]?.id);
    else if (key === 'k' || (line !== undefined && key === 'arrowup')) goTo(shown[line === undefined ? 0 : Math.max(at - 1, 0)]?.id);
    else if (line === undefined || onDecide === null) return;
    else if (key === 'a') decide(line, 'approved');
    else if (key === 'r' && asking === line.id) decide(line, 'revoked');
    else if (key === 'r') ask(line);
    else if (key === 'escape' && asking === line.id) keep(line.id);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => handle.current(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  return (
    <div ref={list} role="group" aria-label={`${reviewText.list}. ${onDecide === null ? '' : reviewText.keys}`}>
      {groups.map(({ memberId, memberName, lines }) => (
        <section key={memberId} className={classes['member']} aria-label={memberName}>
          <h2>
            <Avatar id={memberId} name={memberName} size={24} />
            <Link to={`/team/members/${memberId}`}>{memberName}</Link>
          </h2>
          <ul>
            {lines.map((line) => (
              <li key={line.id}>
                <Line
                  line={line}
                  word={word}
                  asking={asking === line.id}
                  tabStop={tabStop === line.id}
                  onFocus={() => setCurrent(line.id)}
                  acts={
                    onDecide && {
                      approve: () => decide(line, 'approved'),
                      ask: () => ask(line),
                      revoke: () => decide(line, 'revoked'),
                      keep: () => keep(line.id),
                    }
                  }
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input') ||
      target.closest('[role="dialog"], [role="menu"], [role="search"]') !== null)
  );
}
