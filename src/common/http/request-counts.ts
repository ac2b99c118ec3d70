import type { OrganisationKeys } from '../crypto/organisation-keys.js';
import { PLATFORM_ORG } from '../crypto/organisation-keys.js';
import type { PlainDatabase } from '../database/plain-database.js';

/** How often something was done in its running minute, by every process together. */
export interface Count {
  hits: number;
  /** Until the minute is over. */
  secondsLeft: number;
}

interface CountRow {
  key: Buffer;
  hits: number;
  left: number;
}

/** Requests counted in the database, so that any number of processes count together; kept under an HMAC, never by name. */
export class RequestCounts {
  constructor(
    private readonly database: PlainDatabase,
    private readonly keys: OrganisationKeys,
  ) {}

  /** Adds to several counts in one statement and gives how each stands now. Keys are taken in one order by everybody. */
  async add(added: ReadonlyMap<string, number>, seconds: number): Promise<Map<string, Count>> {
    if (added.size === 0) return new Map();
    const keyring = await this.keys.load(PLATFORM_ORG);
    const names = new Map([...added.keys()].map((name) => [keyring.blindIndex('request-count', name).toString('hex'), name]));
    const hexes = [...names.keys()].sort();
    const rows = await this.database.query<CountRow>({
      name: 'request-count',
      text: `insert into identity.request_count as c (key, hits, ends_at)
             select k, h, clock_timestamp() + make_interval(secs => $3) from unnest($1::bytea[], $2::int[]) as u (k, h)
             on conflict (key) do update
                set hits = case when c.ends_at <= clock_timestamp() then excluded.hits else least(c.hits::bigint + excluded.hits, 2000000000)::int end,
                    ends_at = case when c.ends_at <= clock_timestamp() then excluded.ends_at else c.ends_at end
             returning key, hits, greatest(extract(epoch from ends_at - clock_timestamp()), 0)::float8 as left`,
      values: [hexes.map((hex) => Buffer.from(hex, 'hex')), hexes.map((hex) => added.get(names.get(hex)!)!), seconds],
    });
    return new Map(rows.map(({ key, hits, left }) => [names.get(key.toString('hex'))!, { hits, secondsLeft: left }]));
  }

  /** Drops counts whose minute is long over. */
  async tidy(): Promise<void> {
    await this.database.execute({ text: `delete from identity.request_count where ends_at < clock_timestamp() - interval '1 hour'` });
  }
}
