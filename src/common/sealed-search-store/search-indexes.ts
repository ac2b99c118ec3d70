import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock/clock.js';
import type { OrganisationKeys } from '../crypto/organisation-keys.js';
import type { OrgKeyring } from '../crypto/org-keyring.js';
import { holds } from '../database/principal.js';
import type { TenantTransaction } from '../database/tenant-transaction.js';
import { Unavailable } from '../errors.js';
import { NotPermitted } from '../http/access.js';
import { encodeEntries } from '../sealed-search/codec.js';
import { SEGMENT_ENTRIES, type SearchEntry } from '../sealed-search/entry.js';
import { openEntry, openSegment } from '../sealed-search/sealing.js';
import { SearchIndex } from '../sealed-search/search-index.js';
import { SearchIndexCache, type HeldIndex } from '../sealed-search/search-index-cache.js';
import type { DeltaRead, SearchTables, SegmentRow } from './search-tables.js';

/** Changes since the last build after which a new one is worth its work. */
export const MANY_DELTAS = 2_000;
/** Below this many the segments can wait. */
const FEW_DELTAS = 200;
const SWEEP_MS = 60_000;
/** With a sweep a minute no name stays in memory for more than the fifteen minutes that docs/leakage-profile.md states. */
const IDLE_MS = 15 * 60_000 - SWEEP_MS;
/** Changes opened one by one for longer than this let other work run. */
const STRETCH_MS = 5;
const TRIES = 5;
/** More than this many known changes are not named to the database but left out after reading. */
const NAMED_AS_KNOWN = 500;

/** Opens one change: the entry after it, or null when the record left search. */
type OpenDelta = (recordId: string, sealed: Buffer) => SearchEntry | null;

/** An opened index and what has been read into it. */
class OpenedIndex implements HeldIndex {
  /** Changes at or past the horizon that are in the index: later reads meet them again. */
  readonly known = new Map<bigint, bigint>();
  deltas = 0;
  private taking: Promise<void> = Promise.resolve();

  constructor(
    readonly index: SearchIndex,
    public horizon: bigint,
    public generation: bigint,
  ) {}

  /** An index that already holds what this read showed. */
  static holding(index: SearchIndex, read: DeltaRead): OpenedIndex {
    const opened = new OpenedIndex(index, read.horizon, read.generation);
    for (const { xid, id } of read.rows) if (xid >= read.horizon) opened.known.set(id, xid);
    opened.deltas = read.rows.length;
    return opened;
  }

  /**
   * Takes over what one snapshot showed. Reads may arrive in another order than their snapshots were taken: what lies
   * below the horizon, or is known, is in the index already, and putting it in again would undo newer changes. One read
   * is taken after the other; thousands of changes let other work run in between.
   */
  async take(read: DeltaRead, open: OpenDelta): Promise<void> {
    const before = this.taking;
    const taken = (async () => {
      await before;
      await this.takeNow(read, open);
    })();
    // Whoever comes next waits for the end, however it ends; what was not taken is read again.
    this.taking = taken.catch(() => undefined);
    await taken;
  }

  private async takeNow(read: DeltaRead, open: OpenDelta): Promise<void> {
    const breath = new Breath();
    for (const { xid, id, recordId, sealed } of read.rows) {
      if (xid < this.horizon || this.known.has(id)) continue;
      await breath.taken();
      const entry = open(recordId, sealed);
      if (entry) this.index.upsert(entry);
      else this.index.remove(recordId);
      this.known.set(id, xid);
      this.deltas += 1;
    }
    if (read.horizon > this.horizon) this.horizon = read.horizon;
    for (const [id, xid] of this.known) if (xid < this.horizon) this.known.delete(id);
  }
}

/** The search indexes of this process over one kind of record, one an organisation, each as fresh as the snapshot of whoever asks. */
export class SearchIndexes {
  private readonly cache: SearchIndexCache;
  private timer: NodeJS.Timeout | undefined;
  private onGrown: (orgId: string) => void = () => undefined;

  constructor(
    private readonly tables: SearchTables,
    keys: OrganisationKeys,
    clock: Clock,
  ) {
    this.cache = new SearchIndexCache(clock, { idleMs: IDLE_MS });
    // What was opened with a key that was forgotten or refused leaves memory with it. A key that nobody used for a
    // minute leaves sooner than its index: opening that again costs seconds, and it goes by itself after a while.
    keys.onDropped((orgId, why) => {
      if (why !== 'idle') this.cache.evict(orgId);
    });
  }

  /** Starts forgetting idle indexes, and tells `onGrown` of an organisation whose changes are worth a new build. */
  start(onGrown: (orgId: string) => void): void {
    this.onGrown = onGrown;
    this.timer = setInterval(() => this.cache.sweep(), SWEEP_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.onGrown = () => undefined;
  }

  /** Memory that all indexes take, bytes. */
  get bytes(): number {
    return this.cache.bytes;
  }

  /**
   * The organisation's index with every change committed before this call. Only for those who may read the records: for
   * others row security shows no segments, and an empty index would be kept for everybody.
   * @throws NotPermitted, Unavailable
   */
  async open(tx: TenantTransaction, keyring: OrgKeyring): Promise<SearchIndex> {
    const principal = await tx.principal();
    if (!holds(principal, this.tables.module)) throw new NotPermitted(this.tables.module);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      // Building, or waiting for a build, holds the transaction without a statement for as long as that takes.
      if (!this.cache.has(principal.orgId)) await tx.execute({ text: `set local idle_in_transaction_session_timeout = '120s'` });
      const held = await this.cache.get(principal.orgId, () => this.load(tx, keyring));
      if (!(held instanceof OpenedIndex)) throw new TypeError('The cache holds an index of another kind.');
      if (await this.refresh(tx, keyring, held)) {
        this.tellGrown(principal.orgId, held);
        return held.index;
      }
      this.cache.evict(principal.orgId);
    }
    throw new SearchBusy();
  }

  /** Reads what is new. False when the index is too old: what it has not read has been built into another generation. */
  private async refresh(tx: TenantTransaction, keyring: OrgKeyring, held: OpenedIndex): Promise<boolean> {
    const known = held.known.size <= NAMED_AS_KNOWN ? [...held.known.keys()] : [];
    const { horizon } = held;
    const read = await this.tables.deltasSince(tx, horizon, known);
    if (read.generation !== held.generation && read.base > horizon) return false;
    await held.take(read, this.opener(keyring));
    if (read.generation > held.generation) {
      held.generation = read.generation;
      held.deltas = held.known.size;
    }
    return true;
  }

  private async load(tx: TenantTransaction, keyring: OrgKeyring): Promise<OpenedIndex> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { generation, horizon, segments, entries } = await this.tables.currentGeneration(tx);
      const rows = segments === 0 ? [] : await this.tables.segmentsOf(tx, generation, 0, segments);
      const read = await this.tables.deltasSince(tx, horizon, []);
      // Built anew between the statements: those segments are gone, or what they lack is.
      if (rows.length !== segments || read.generation !== generation) continue;
      const { present, gone } = await latestEntries(this.opener(keyring), read);
      const index = await SearchIndex.open(this.opened(keyring, rows, present), Math.max(entries + present.length, 64));
      for (const id of gone) index.remove(id);
      return OpenedIndex.holding(index, read);
    }
    throw new SearchBusy();
  }

  private opener(keyring: OrgKeyring): OpenDelta {
    return (recordId, sealed) => openEntry(keyring, recordId, sealed, this.tables.record);
  }

  /** Segments first, then what has changed since: an id that occurs twice keeps what is said last. The index wipes each once read. */
  private *opened(keyring: OrgKeyring, rows: readonly SegmentRow[], changed: readonly SearchEntry[]): Generator<Buffer> {
    for (const { segmentNo, sealed } of rows) yield openSegment(keyring, segmentNo, sealed, this.tables.record);
    for (let at = 0; at < changed.length; at += SEGMENT_ENTRIES) yield encodeEntries(changed.slice(at, at + SEGMENT_ENTRIES), 1);
  }

  private tellGrown(orgId: string, { deltas, generation }: OpenedIndex): void {
    if (deltas > (generation === 0n ? FEW_DELTAS : MANY_DELTAS)) this.onGrown(orgId);
  }
}

/** Generations followed each other faster than one could be read. */
export class SearchBusy extends Unavailable {
  override readonly code = 'service.busy';

  constructor() {
    super('Search is being rebuilt. Try again in a moment.');
  }
}

/** Lets other work run between changes that are opened one by one. */
class Breath {
  private since = performance.now();

  async taken(): Promise<void> {
    if (performance.now() - this.since < STRETCH_MS) return;
    await nextTurn();
    this.since = performance.now();
  }
}

/** The last word on each changed record: its entry, or that it has left search. */
async function latestEntries(open: OpenDelta, { rows }: DeltaRead): Promise<{ present: SearchEntry[]; gone: string[] }> {
  const breath = new Breath();
  const latest = new Map(rows.map(({ recordId, sealed }) => [recordId, sealed]));
  const present: SearchEntry[] = [];
  const gone: string[] = [];
  for (const [recordId, sealed] of latest) {
    await breath.taken();
    const entry = open(recordId, sealed);
    if (entry) present.push(entry);
    else gone.push(recordId);
  }
  return { present, gone };
}
