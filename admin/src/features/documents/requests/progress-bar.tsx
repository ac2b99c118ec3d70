import type { DocumentRequest, ItemState } from './model.js';
import { requestsText as words } from './text.js';
import classes from './requests.module.css';

const SEGMENTS: readonly ItemState[] = ['approved', 'reviewed', 'uploaded', 'rejected', 'requested'];

/** How far a request has come, as a bar and in words. What doesn't apply is left out of the bar. */
export function ProgressBar({ counts }: { counts: DocumentRequest['counts'] }) {
  return (
    <>
      <p className={classes['summary']}>{words.summary(counts)}</p>
      <span className={classes['bar']} aria-hidden>
        {SEGMENTS.map((state) => counts[state] > 0 && <i key={state} data-state={state} style={{ flexGrow: counts[state] }} />)}
      </span>
    </>
  );
}
