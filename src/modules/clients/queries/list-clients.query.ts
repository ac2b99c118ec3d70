import type { GrantToken } from '../../../common/database/grant-token.js';
import type { Principal } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { badCursor } from '../../../common/errors.js';
import { isId } from '../../../common/ids.js';
import { openCard, type ClientCard, type ClientCardRow } from './client-card.js';
import type { ClientFilters } from './client-filters.js';
import { START, listStatement, type Position, type Reach } from './list-statements.js';

/** One page of clients; `nextCursor` is null on the last. */
export interface ClientPage {
  items: ClientCard[];
  nextCursor: string | null;
}

/** What a page of the list is asked by. */
export interface ListClients {
  filters: ClientFilters;
  cursor: string | null;
  limit: number;
}

const HINTS = 10_000;

/**
 * The client list, newest activity first. The statement leaves in the same flush as the token, before the database has
 * said who asks: its shape is guessed from the reach that the same token had last time. A wrong guess costs one more
 * statement and shows nothing that it should not, because row security decides either way.
 */
export class ListClientsQuery {
  private readonly hints = new Map<string, Reach>();

  async execute(tx: TenantTransaction, token: GrantToken, { filters, cursor, limit }: ListClients): Promise<ClientPage> {
    const after = cursor === null ? START : parsePosition(cursor);
    const guess = this.hints.get(token.hash);
    const early = guess && tx.query<ClientCardRow>(listStatement(guess, filters, after, limit + 1));
    early?.catch(() => undefined);
    const reach = reachOf(await tx.principal());
    this.remember(token.hash, reach);
    const rows =
      early && sameReach(guess, reach) ? await early : await tx.query<ClientCardRow>(listStatement(reach, filters, after, limit + 1));
    const keyring = await tx.keyring();
    const items = rows.slice(0, limit).map((row) => openCard(keyring, row));
    tx.audit({
      action: 'read',
      subject: { kind: 'client', id: null },
      fields: ['card'],
      recordIds: items.map(({ id }) => id),
      detail: { list: 'activity' },
    });
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? positionText({ at: last.lastActivityAt, id: last.id }) : null };
  }

  private remember(hash: string, reach: Reach): void {
    this.hints.delete(hash);
    this.hints.set(hash, reach);
    if (this.hints.size > HINTS) this.hints.delete(this.hints.keys().next().value!);
  }
}

/** How far a principal sees, for the narrow paths. A job without a member sees all. */
export function reachOf({ scope, teamIds, memberId }: Principal): Reach {
  if (scope === 'team') return { scope, teamIds };
  return scope === 'assigned' && memberId !== null ? { scope, memberId } : { scope: 'all' };
}

function sameReach(a: Reach | undefined, b: Reach): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A place in the list as text. It names an instant and an id, both of which the page has shown. */
function positionText({ at, id }: Position): string {
  return Buffer.from(`${Date.parse(at).toString(36)}.${id}`).toString('base64url');
}

function parsePosition(cursor: string): Position {
  const [instant, id] = Buffer.from(cursor, 'base64url').toString('latin1').split('.');
  const at = new Date(/^[0-9a-z]{1,9}$/.test(instant ?? '') ? Number.parseInt(instant!, 36) : Number.NaN);
  if (Number.isNaN(at.getTime()) || !isId(id)) throw badCursor();
  return { at: at.toISOString(), id };
}
