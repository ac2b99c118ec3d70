import type { Review, ReviewedLine } from './requests.js';

/** The last day of the calendar quarter that a day falls in, YYYY-MM-DD. */
export function endOfQuarter(today: string): string {
  const [year = 1970, month = 1] = today.split('-').map(Number);
  const last = Math.ceil(month / 3) * 3;
  return `${year}-${String(last).padStart(2, '0')}-${last === 3 || last === 12 ? 31 : 30}`;
}

/** Lines of one member, in the order they came. */
export interface MemberLines {
  memberId: string;
  memberName: string;
  lines: ReviewedLine[];
}

/** The lines by member. */
export function byMember(items: readonly ReviewedLine[]): MemberLines[] {
  const groups = new Map<string, MemberLines>();
  for (const line of items) {
    const group = groups.get(line.memberId);
    if (group === undefined) groups.set(line.memberId, { memberId: line.memberId, memberName: line.memberName, lines: [line] });
    else group.lines.push(line);
  }
  return [...groups.values()];
}

/** The undecided lines that nothing speaks against. */
export function unquestioned(items: readonly ReviewedLine[]): ReviewedLine[] {
  return items.filter(({ decision, suggestion }) => decision === null && suggestion === null);
}

/** The next line to decide after this one, from the top again when none follows; null when all are decided. */
export function nextWaiting(items: readonly ReviewedLine[], after: string): string | null {
  const at = items.findIndex(({ id }) => id === after);
  const order = [...items.slice(at + 1), ...items.slice(0, Math.max(at, 0))];
  return order.find(({ decision, id }) => decision === null && id !== after)?.id ?? null;
}

/** A review with one line decided, before the service has answered. */
export function withDecision(review: Review, lineId: string, decision: 'approved' | 'revoked'): Review {
  const items = review.items.map((line) => (line.id === lineId ? { ...line, decision } : line));
  const count = (of: (line: ReviewedLine) => boolean): number => items.filter(of).length;
  return { ...review, items, decided: count((line) => line.decision !== null), revoked: count((line) => line.decision === 'revoked') };
}
