import { reviewsText } from './text.js';
import classes from './reviews.module.css';

/** How much of a review is decided, as a bar and in figures. */
export function Progress({ done, all }: { done: number; all: number }) {
  const share = all === 0 ? 100 : (done / all) * 100;
  return (
    <span
      className={classes['bar']}
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={Math.max(all, 1)}
      aria-valuenow={all === 0 ? 1 : done}
      aria-valuetext={reviewsText.progress(done, all)}
      aria-label={reviewsText.columns.progress}
    >
      <i style={{ inlineSize: `${share}%` }} />
    </span>
  );
}
