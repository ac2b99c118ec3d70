/** Where a share stands. */
export type ShareState = 'waiting' | 'open' | 'over' | 'ended';

/** A document in somebody's hands. */
export interface Share {
  id: string;
  documentId: string;
  to: { kind: 'outside' | 'member'; email: string | null; memberId: string | null; name: string | null };
  madeBy: { id: string; name: string };
  download: boolean;
  watermark: boolean;
  message: string | null;
  state: ShareState;
  createdAt: string;
  until: string | null;
  openedAt: string | null;
  closesAt: string | null;
  opens: number;
  lastOpenedAt: string | null;
  endedAt: string | null;
}

/** Whom to share with, and how. */
export interface NewShare {
  email?: string;
  name?: string;
  memberId?: string;
  download: boolean;
  watermark: boolean;
  days: number;
  message?: string;
}

/** Whom a share is for, in a word. */
export function nameOf({ to }: Share): string {
  return to.name ?? to.email ?? '';
}
