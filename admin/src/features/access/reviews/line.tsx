import { Button } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { ago, dayTime } from '../../../shared/text/dates.js';
import { Status } from '../../../shared/ui/status.js';
import { fromBits, modulesOn } from '../model.js';
import type { ModuleName } from '../model.js';
import { ModuleMarks } from '../parts/module-marks.js';
import { accessText } from '../text.js';
import type { ReviewedLine } from './requests.js';
import { reviewText } from './text.js';
import page from '../parts/page.module.css';
import classes from './reviews.module.css';

interface LineProps {
  line: ReviewedLine;
  word: (module: ModuleName) => string;
  /** What revoking means is being said. */
  asking: boolean;
  /** Reached by Tab; the others by the arrows. */
  tabStop: boolean;
  onFocus: () => void;
  acts: Acts | null;
}

interface Acts {
  approve: () => void;
  ask: () => void;
  revoke: () => void;
  keep: () => void;
}

/** Where a grant comes from, in words. */
export function sourceWords({ source, sourceName }: ReviewedLine): string {
  return sourceName === null ? reviewText.source[source] : reviewText.sourceOf(reviewText.source[source], sourceName);
}

/** One grant: where from, how far, into what, what speaks against it, and what becomes of it. */
export function Line({ line, word, asking, tabStop, onFocus, acts }: LineProps) {
  const { id, memberName, scope, suggestion, decision } = line;
  const switches = useMemo(() => fromBits(line.switches), [line.switches]);
  const source = sourceWords(line);
  const label = reviewText.line(memberName, source);
  return (
    <div
      className={classes['line']}
      role="group"
      aria-label={label}
      data-line={id}
      data-decision={decision ?? 'none'}
      tabIndex={tabStop ? 0 : -1}
      onFocus={onFocus}
      {...(acts && { 'aria-keyshortcuts': 'A R' })}
    >
      <span className={classes['source']}>{source}</span>
      <span className={classes['scope']}>{accessText.scope[scope]}</span>
      <span className={classes['modules']}>
        {modulesOn(switches).length === 0 ? (
          <span className={page['dim']}>{reviewText.noModules}</span>
        ) : (
          <ModuleMarks switches={switches} word={word} />
        )}
      </span>
      <span className={classes['suggestion']}>
        {suggestion !== null && (
          <span className={classes['chip']}>
            <b>{reviewText.suggestion[suggestion]}</b>: {reviewText.suggestionMeaning[suggestion]}
          </span>
        )}
      </span>
      <span className={classes['decision']}>
        {decision === null && acts === null && <Status kind="none">{reviewText.waiting}</Status>}
        {decision !== null && <Decided line={line} />}
        {!asking && acts && decision !== 'revoked' && <Buttons line={line} label={label} acts={acts} />}
      </span>
      {asking && acts && (
        <span className={classes['ask']} role="alert">
          <span>{reviewText.ask(memberName, line.source)}</span>
          <span>
            <Button size="xs" variant="default" onClick={acts.keep}>
              {reviewText.keep}
            </Button>
            <Button size="xs" color="red" autoFocus onClick={acts.revoke} aria-label={reviewText.of(reviewText.revoke, label)}>
              {reviewText.revoke}
            </Button>
          </span>
        </span>
      )}
    </div>
  );
}

function Buttons({ line: { decision }, label, acts }: { line: ReviewedLine; label: string; acts: Acts }) {
  if (decision === 'approved')
    return (
      <Button size="xs" variant="subtle" color="gray" onClick={acts.ask} aria-label={reviewText.of(reviewText.revokeStill, label)}>
        {reviewText.revokeStill}
      </Button>
    );
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconCheck size={15} stroke={1.8} />}
        onClick={acts.approve}
        aria-label={reviewText.of(reviewText.approve, label)}
      >
        {reviewText.approve}
      </Button>
      <Button
        size="xs"
        variant="outline"
        color="red"
        leftSection={<IconX size={15} stroke={1.8} />}
        onClick={acts.ask}
        aria-label={reviewText.of(reviewText.revoke, label)}
      >
        {reviewText.revoke}
      </Button>
    </>
  );
}

function Decided({ line: { decision, decidedBy, decidedAt } }: { line: ReviewedLine }) {
  const when = decidedAt === null ? '' : ago(decidedAt).replace(/^[TY]/, (letter) => letter.toLowerCase());
  return (
    <span className={classes['decided']} title={decidedAt === null ? undefined : dayTime(decidedAt)}>
      <Status kind={decision === 'approved' ? 'done' : 'failed'}>
        {decision === 'approved' ? reviewText.approved : reviewText.revoked}
      </Status>
      {decidedBy !== null && decidedBy !== '' && <small>{reviewText.by(decidedBy, when)}</small>}
    </span>
  );
}
