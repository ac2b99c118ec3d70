import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { OrgKeyring } from '../../src/common/crypto/org-keyring.js';
import { newId } from '../../src/common/ids.js';
import { peopleMaker, seeded, type MadePerson } from '../../src/common/sealed-search/bench-fixtures.js';
import { SEGMENT_ENTRIES, type SearchEntry } from '../../src/common/sealed-search/entry.js';
import { normalise } from '../../src/common/sealed-search/normalise.js';
import { sealSegment } from '../../src/common/sealed-search/sealing.js';
import type { ClientCardValues, ClientDetailValues, ClientStatus } from '../../src/modules/clients/domain/client.js';
import { NO_DETAILS } from '../../src/modules/clients/domain/client-details.js';
import { ClientSealed, codec } from '../../src/modules/clients/persistence/sealed-rows.js';
import { toSearchEntry } from '../../src/modules/clients/persistence/search-delta.js';
import { CopyFile } from './copy-file.js';
import type { Ground } from './ground.js';
import type { MadePractice } from './made-practice.js';

const BATCH = 40_960;
const YEAR_MS = 31_557_600_000;
const SAMPLE = 20_000;

/** How a practice is filled. */
export interface Filling {
  count: number;
  seed: number;
  /** Table of schema `bench` that takes the same rows in the clear; none when absent. */
  plainTable?: string;
  /** Whether sealed search segments are built. */
  segments?: boolean;
}

/**
 * Fills a practice with made-up people: each card sealed exactly as the product stores it, by COPY as the superuser with
 * triggers and foreign-key checks off, because storing a million one request at a time would take an hour. Details are of
 * the right length but sealed once for all rows: nothing here opens them. Returns search entries of the first people,
 * from which needles are cut.
 */
export async function fillPractice(ground: Ground, practice: MadePractice, filling: Filling): Promise<SearchEntry[]> {
  // Handles on keys live a minute or so: each batch takes its own.
  const keys = () => ground.keys.load(practice.orgId);
  const bulk = [await bulkConnection(ground), await bulkConnection(ground)] as const;
  const people = new People(practice, filling.seed);
  const details = codec.seal(await keys(), ClientSealed, newId(), DETAILS)['details']!;
  const sample: SearchEntry[] = [];
  const segments = filling.segments === true ? new Segments(keys, bulk[0]) : null;
  let copying: Promise<unknown> = Promise.resolve();
  try {
    for (let from = 0; from < filling.count; from += BATCH) {
      const sealed = new BatchFile(
        ground,
        bulk[0],
        'app.client',
        'org_id, id, file_number, status, team_id, practitioner_id, last_activity_at, created_at, archived_at, card, details',
      );
      const plain = filling.plainTable === undefined ? null : new BatchFile(ground, bulk[1], `bench.${filling.plainTable}`, '');
      const entries: SearchEntry[] = [];
      const keyring = await keys();
      for (let index = from; index < Math.min(from + BATCH, filling.count); index++) {
        const client = people.next(index);
        writeSealed(sealed.rows, keyring, client, details);
        const entry = plain || segments ? toSearchEntry(client) : undefined;
        if (plain && entry) writePlain(plain.rows, keyring.orgId, client, entry);
        if (segments && entry) entries.push(entry);
        if (entry && sample.length < SAMPLE) sample.push(entry);
      }
      // The server copies one batch while the next is made.
      await copying;
      await segments?.take(entries);
      copying = Promise.all([sealed.copy(), plain?.copy()]);
      await new Promise(setImmediate);
    }
    await copying;
    await segments?.finish();
    await bulk[0].query(
      `insert into app.assignment (org_id, member_id, client_id, last_activity_at, archived)
       select org_id, practitioner_id, id, last_activity_at, archived_at is not null from app.client where org_id = $1 and practitioner_id is not null`,
      [practice.orgId],
    );
  } finally {
    await Promise.all(bulk.map((connection) => connection.end()));
  }
  return sample;
}

/** What PostgreSQL does by itself after a while: statistics, visibility, and everything on disk. */
export async function settle({ administrator }: Ground, plainTables: readonly string[]): Promise<void> {
  for (const table of ['app.client', 'app.assignment', ...plainTables.map((name) => `bench.${name}`)])
    await administrator.query(`vacuum (analyze) ${table}`);
  await administrator.query('checkpoint');
}

async function bulkConnection({ administratorUrl }: Ground): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  await client.query('set session_replication_role = replica');
  return client;
}

/** A client of a made practice. */
interface MadeClient {
  id: string;
  fileNumber: string;
  status: ClientStatus;
  teamId: string | null;
  practitionerId: string | null;
  lastActivityAt: Date;
  archivedAt: number | null;
  card: ClientCardValues;
}

const DETAILS: ClientDetailValues = {
  ...NO_DETAILS,
  citizenships: ['AU'],
  languages: ['en'],
  emails: [{ label: null, value: 'somebody.made.up@mail.example', main: true }],
  phones: [{ label: 'mobile', value: '+61491570156', main: true }],
  addresses: [
    {
      kind: 'home',
      line1: '12 Marsden Street',
      line2: null,
      suburb: 'Parramatta',
      state: 'NSW',
      postcode: '2150',
      country: 'AU',
      freeform: null,
    },
  ],
  contactChannels: ['email', 'sms'],
};

const STATUSES: readonly ClientStatus[] = ['current', 'current', 'current', 'prospect', 'waiting_list', 'archived'];

/** One person after another, the same for the same seed but for their ids. */
class People {
  private readonly person: () => MadePerson;
  private readonly random: () => number;
  private readonly today = Date.UTC(2026, 10, 1);

  constructor(
    private readonly practice: MadePractice,
    seed: number,
  ) {
    this.person = peopleMaker(seed);
    this.random = seeded(seed ^ 0x5eed);
  }

  next(index: number): MadeClient {
    const { random, practice } = this;
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
    const { given, family, preferred, former } = this.person();
    const status = pick(STATUSES);
    const lastActivity = this.today - Math.floor(random() ** 2 * 3 * YEAR_MS);
    const [formerGiven = '', ...formerFamily] = former?.split(' ') ?? [];
    return {
      id: newId(),
      fileNumber: `BN-${index + 1}`,
      status,
      teamId: random() < 0.95 ? pick(practice.teamIds) : null,
      practitionerId: random() < 0.95 ? pick(practice.memberIds) : null,
      lastActivityAt: new Date(lastActivity),
      archivedAt: status === 'archived' ? lastActivity : null,
      card: {
        kind: 'person',
        legalName: { family, given, familyFirst: false },
        preferredName: preferred,
        formerNames: former === null ? [] : [{ family: formerFamily.join(' '), given: formerGiven, familyFirst: false }],
        dateOfBirth: random() < 0.97 ? new Date(this.today - Math.floor(random() * 90 * YEAR_MS)).toISOString().slice(0, 10) : null,
      },
    };
  }
}

function writeSealed(rows: CopyFile, keyring: OrgKeyring, client: MadeClient, details: Buffer): void {
  const { card } = codec.seal(keyring, ClientSealed, client.id, client.card);
  const active = client.lastActivityAt.getTime();
  rows
    .row(11)
    .uuid(keyring.orgId)
    .uuid(client.id)
    .text(client.fileNumber)
    .text(client.status)
    .uuid(client.teamId)
    .uuid(client.practitionerId);
  rows.instant(active).instant(active).instant(client.archivedAt).bytes(card!).bytes(details);
}

/** Days from 2000-01-01 to a calendar date, as PostgreSQL keeps it. */
const dayOf = (date: string): number => Math.round((Date.parse(`${date}T00:00:00Z`) - Date.UTC(2000, 0, 1)) / 86_400_000);

function writePlain(rows: CopyFile, orgId: string, client: MadeClient, entry: SearchEntry): void {
  const { card } = client;
  rows.row(17).uuid(orgId).uuid(client.id).text(client.fileNumber).text(client.status).uuid(client.teamId).uuid(client.practitionerId);
  rows
    .instant(client.lastActivityAt.getTime())
    .instant(client.archivedAt)
    .int(1)
    .text(card.kind)
    .text(card.legalName.family)
    .text(card.legalName.given);
  rows.bool(card.legalName.familyFirst).text(card.preferredName).json(JSON.stringify(card.formerNames));
  if (card.dateOfBirth === null) rows.null();
  else rows.int(dayOf(card.dateOfBirth));
  rows.text(entry.names.map(({ text }) => normalise(text)).join(' | '));
}

/** Rows of one batch on their way into one table. */
class BatchFile {
  readonly rows: CopyFile;
  private readonly path: string;

  constructor(
    { rowsDir }: Ground,
    private readonly connection: pg.Client,
    private readonly table: string,
    private readonly columns: string,
  ) {
    this.path = join(rowsDir, newId());
    this.rows = new CopyFile(this.path);
  }

  async copy(): Promise<void> {
    this.rows.close();
    const into = this.columns === '' ? this.table : `${this.table} (${this.columns})`;
    await this.connection.query(`copy ${into} from '${this.path}' with (format binary)`);
    rmSync(this.path);
  }
}

/** Seals segments as the product's compaction does, without first writing a million rows into its delta table. */
class Segments {
  private waiting: SearchEntry[] = [];
  private segments = 0;
  private entries = 0;

  constructor(
    private readonly keys: () => Promise<OrgKeyring>,
    private readonly connection: pg.Client,
  ) {}

  async take(entries: readonly SearchEntry[]): Promise<void> {
    this.waiting.push(...entries);
    while (this.waiting.length >= SEGMENT_ENTRIES) await this.store(this.waiting.splice(0, SEGMENT_ENTRIES));
  }

  async finish(): Promise<void> {
    if (this.waiting.length > 0) await this.store(this.waiting);
    await this.connection.query(
      `insert into app.client_search_generation (org_id, generation, horizon, segments, entries)
       values ($1, 1, pg_snapshot_xmin(pg_current_snapshot())::text::bigint, $2, $3)`,
      [(await this.keys()).orgId, this.segments, this.entries],
    );
  }

  private async store(entries: SearchEntry[]): Promise<void> {
    const keyring = await this.keys();
    await this.connection.query('insert into app.client_search_segment (org_id, generation, segment_no, sealed) values ($1, 1, $2, $3)', [
      keyring.orgId,
      this.segments,
      sealSegment(keyring, this.segments, entries),
    ]);
    this.segments += 1;
    this.entries += entries.length;
  }
}
