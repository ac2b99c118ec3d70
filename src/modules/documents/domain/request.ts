import type { DocumentCategory } from './document.js';

/** How long a request stays open for the client, days. */
export const REQUEST_DAYS = 60;
/** Most items of one request, and most files that one request takes. */
export const MOST_ITEMS = 100;
export const MOST_FILES = 300;
/** Most that the files of one request have together, bytes, and pieces of them that are stored at the same time. */
export const MOST_BYTES = 20 * 1024 ** 3;
export const MOST_PIECES = 4;

/** What is asked for, and of whom, sealed. */
export interface RequestCard {
  title: string;
  message: string | null;
  email: string;
  name: string | null;
  /** `YYYY-MM-DD` */
  dueOn: string | null;
}

/** One line of the checklist, sealed. */
export interface ItemCard {
  label: string;
  hint: string | null;
  category: DocumentCategory | null;
  /** Why it was rejected, as the client reads it. */
  reason: string | null;
}

export const REQUEST_STATES = ['open', 'sent', 'closed', 'over'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** `sent` once the client says that it is everything, `closed` by the practice, `over` when the link is. */
export function requestState(
  { until, sentAt, endedAt }: { until: Date; sentAt: Date | null; endedAt: Date | null },
  now: Date,
): RequestState {
  if (endedAt !== null) return 'closed';
  if (until <= now) return 'over';
  return sentAt === null ? 'open' : 'sent';
}
