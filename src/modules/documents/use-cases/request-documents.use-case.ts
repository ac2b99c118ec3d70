import type { Clock } from '../../../common/clock/clock.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput, NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { reopened, requested } from '../domain/document.events.js';
import { ItemChanged, NoSuchStep, PeopleOnly, RequestClosed } from '../domain/outside.errors.js';
import { mayMove, type ItemState } from '../domain/request-item.js';
import { MOST_ITEMS, REQUEST_DAYS, type ItemCard } from '../domain/request.js';
import {
  findRequest,
  insertItems,
  insertRequest,
  itemsOf,
  lockItem,
  storeItem,
  touchRequest,
  turnRequest,
  type StoredRequest,
} from '../persistence/request.repository.js';
import { assertClient } from './begin-upload.use-case.js';

/** How an item of a checklist is to be moved. */
export interface ItemMove {
  itemId: string;
  state: ItemState;
  reason: string | null;
  /** The version that was read. */
  version: number;
}

const DAY_MS = 86_400_000;

/** Asks a client for documents by a checklist, and judges what comes. */
export class RequestDocuments {
  constructor(private readonly clock: Clock) {}

  /** Makes a request and has its link mailed. Returns its id. @throws PeopleOnly, NotFound for a client out of sight */
  async ask(
    tx: TenantTransaction,
    clientId: string,
    { card, reminders }: Pick<StoredRequest, 'card' | 'reminders'>,
    items: readonly Omit<ItemCard, 'reason'>[],
  ): Promise<string> {
    const [keyring, { memberId: madeBy, kind }] = [await tx.keyring(), await tx.principal()];
    if (madeBy === null) throw new NotFound().about([clientId]);
    if (kind !== 'session') throw new PeopleOnly();
    await assertClient(tx, clientId);
    const id = newId();
    await insertRequest(tx, keyring, { id, clientId, madeBy, until: this.until(), reminders, card });
    await assertClient(tx, clientId);
    await insertItems(tx, keyring, { id, clientId }, { cards: items.map((item) => ({ ...item, reason: null })), from: 0 });
    record(tx, 'request', { id, clientId }, { items: items.length });
    tx.raise(requested(id, 1));
    return id;
  }

  /** Asks for more. @throws NotFound, RequestClosed, InvalidInput for more items than a request has room for */
  async askForMore(tx: TenantTransaction, id: string, items: readonly Omit<ItemCard, 'reason'>[]): Promise<void> {
    const keyring = await tx.keyring();
    const request = await this.live(tx, id);
    const there = (await itemsOf(tx, keyring, [id])).length;
    if (there + items.length > MOST_ITEMS)
      throw new InvalidInput([
        { field: 'items', code: 'too_many', message: `A request has ${MOST_ITEMS} items at most. Begin another one.` },
      ]);
    await touchRequest(tx, id, 'reopened');
    await insertItems(tx, keyring, request, { cards: items.map((item) => ({ ...item, reason: null })), from: there });
    tx.raise(reopened(id));
    record(tx, 'request-more', request, { items: items.length });
  }

  /** Mails a new link, in the name of whoever asks; the one before is dead, and who was in is out. @throws PeopleOnly, NotFound */
  async again(tx: TenantTransaction, id: string): Promise<void> {
    const { memberId, kind } = await tx.principal();
    if (kind !== 'session') throw new PeopleOnly();
    const request = await findRequest(tx, await tx.keyring(), id, true);
    if (memberId === null) throw new NotFound().about([id]);
    await turnRequest(tx, id, memberId, this.until());
    record(tx, 'request-again', request, {});
    tx.raise(requested(id, request.turn + 1));
  }

  /** Ends a request: its link opens nothing more. @throws NotFound */
  async close(tx: TenantTransaction, id: string): Promise<void> {
    const request = await findRequest(tx, await tx.keyring(), id, true);
    await touchRequest(tx, id, 'ended');
    record(tx, 'request-close', request, {});
  }

  /** Moves an item on. @throws NotFound, ItemChanged, NoSuchStep, InvalidInput for a rejection without a reason */
  async judge(tx: TenantTransaction, id: string, { itemId, state, reason, version }: ItemMove): Promise<void> {
    const keyring = await tx.keyring();
    const request = await findRequest(tx, keyring, id, true);
    const item = await lockItem(tx, keyring, itemId, id);
    if (item.version !== version) throw new ItemChanged(item.version);
    if (!mayMove('practice', item.state, state)) throw new NoSuchStep(item.state, state);
    if (state === 'rejected' && reason === null)
      throw new InvalidInput([{ field: 'reason', code: 'required', message: 'Say why, so that the client knows what to send.' }]);
    // What is asked for again is open again.
    if (state === 'rejected' || state === 'requested') {
      await touchRequest(tx, id, 'reopened');
      tx.raise(reopened(id));
    }
    await storeItem(tx, keyring, item, state, state === 'rejected' ? reason : null);
    record(tx, 'request-judge', request, { itemId, from: item.state, to: state });
  }

  private async live(tx: TenantTransaction, id: string): Promise<StoredRequest> {
    const request = await findRequest(tx, await tx.keyring(), id, true);
    if (request.endedAt !== null || request.until <= this.clock.now()) throw new RequestClosed();
    return request;
  }

  private until(): Date {
    return new Date(this.clock.now().getTime() + REQUEST_DAYS * DAY_MS);
  }
}

function record(
  tx: TenantTransaction,
  action: string,
  { id, clientId }: Pick<StoredRequest, 'id' | 'clientId'>,
  detail: Record<string, string | number>,
): void {
  tx.audit({ action, subject: { kind: 'client', id: clientId }, fields: ['documents'], detail: { requestId: id, ...detail } });
}
