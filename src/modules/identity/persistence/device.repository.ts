import { createHash } from 'node:crypto';
import type { Browser, Origin } from '../../../common/database/audit-entry.js';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import type { RegistryCountry } from '../../../common/geo/registry-country.js';
import { newId } from '../../../common/ids.js';
import type { IdentityRepository } from './identity.repository.js';
import { DEVICE_AT } from './sealed-rows.js';

interface DeviceSecrets {
  userAgent: string | null;
  /** Where it signed in from, as the registries know it. */
  countries: string[];
}

interface DeviceRow {
  id: string;
  token_hash: Buffer;
  sealed: Buffer;
  created_at: Date;
  last_used_at: Date;
}

/** A browser that signed in to an account. */
export interface KnownDevice extends DeviceSecrets {
  id: string;
  createdAt: Date;
  lastUsedAt: Date;
  /** It is the one that asks. */
  here: boolean;
}

/** What is new about a sign-in. */
export interface News {
  device: boolean;
  country: boolean;
}

/** Browsers of an account that are remembered; the one not used for longest makes room. */
const MOST = 20;

/** Browsers that signed in to accounts, through the identity login. The cookie's secret changes with every sign-in. */
export class DeviceRepository {
  constructor(private readonly identity: IdentityRepository) {}

  /** Whether a browser signed in to an account before: its id there. Asked alike for an address that nobody has. */
  async find(accountId: string | null, browser: Browser | undefined): Promise<string | undefined> {
    if (browser?.shown === undefined) return undefined;
    const [row] = await this.identity.database.query<{ id: string }>({
      name: 'known-device',
      text: 'select id from identity.known_device where token_hash = $1 and account_id = $2',
      values: [sha256(browser.shown), accountId],
    });
    return row?.id;
  }

  /** Remembers the browser that has just signed in, and tells what is new about it beside the account's others. */
  async remember(tx: PlainTransaction, accountId: string, origin: Origin, country: RegistryCountry): Promise<News> {
    const rows = await tx.query<DeviceRow>({
      text: 'select id, token_hash, sealed, created_at, last_used_at from identity.known_device where account_id = $1 order by last_used_at desc, id',
      values: [accountId],
    });
    const keyring = await this.identity.keyring();
    const opened = rows.map((row) => ({ row, ...keyring.openJson<DeviceSecrets>({ ...DEVICE_AT, rowId: row.id }, row.sealed) }));
    const shown = origin.browser?.shown && sha256(origin.browser.shown);
    const here = shown && opened.find(({ row }) => row.token_hash.equals(shown));
    const countries = [...new Set([...(here?.countries ?? []), ...(country === null ? [] : [country])])];
    const id = here?.row.id ?? newId();
    const sealed = keyring.sealJson({ ...DEVICE_AT, rowId: id }, { userAgent: origin.userAgent, countries } satisfies DeviceSecrets);
    if (origin.browser) await this.keep(tx, { id, accountId, sealed, isNew: !here, shown, next: sha256(origin.browser.next) });
    await tx.execute({
      text: 'delete from identity.known_device where id = any($1)',
      values: [
        rows
          .filter((row) => row.id !== id)
          .slice(MOST - 1)
          .map((row) => row.id),
      ],
    });
    return { device: !here, country: country !== null && opened.every((device) => !device.countries.includes(country)) };
  }

  /** Browsers of an account, the one used last first. */
  async ofAccount(accountId: string, browser: Browser | undefined): Promise<KnownDevice[]> {
    const rows = await this.identity.database.query<DeviceRow>({
      text: 'select id, token_hash, sealed, created_at, last_used_at from identity.known_device where account_id = $1 order by last_used_at desc, id',
      values: [accountId],
    });
    const keyring = await this.identity.keyring();
    const shown = browser?.shown && sha256(browser.shown);
    return rows.map((row) => ({
      ...keyring.openJson<DeviceSecrets>({ ...DEVICE_AT, rowId: row.id }, row.sealed),
      id: row.id,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
      here: shown !== undefined && row.token_hash.equals(shown),
    }));
  }

  /** Forgets a browser: it is a stranger's from now on. */
  async remove(accountId: string, id: string): Promise<boolean> {
    const removed = await this.identity.database.execute({
      text: 'delete from identity.known_device where id = $1 and account_id = $2',
      values: [id, accountId],
    });
    return removed === 1;
  }

  /** Forgets every browser of an account. */
  async removeAll(tx: PlainTransaction, accountId: string): Promise<void> {
    await tx.execute({ text: 'delete from identity.known_device where account_id = $1', values: [accountId] });
  }

  /** Forgets browsers that nobody has signed in from since an instant. */
  async dropBefore(instant: Date): Promise<void> {
    await this.identity.database.execute({ text: 'delete from identity.known_device where last_used_at < $1', values: [instant] });
  }

  private async keep(
    tx: PlainTransaction,
    device: { id: string; accountId: string; sealed: Buffer; isNew: boolean; shown: Buffer | undefined; next: Buffer },
  ): Promise<void> {
    // Other accounts that use this browser know it by its new secret as well; the old one, wherever it was copied to, is dead.
    if (device.shown)
      await tx.execute({
        text: 'update identity.known_device set token_hash = $2 where token_hash = $1',
        values: [device.shown, device.next],
      });
    if (device.isNew)
      await tx.execute({
        text: 'insert into identity.known_device (id, account_id, token_hash, sealed) values ($1, $2, $3, $4)',
        values: [device.id, device.accountId, device.next, device.sealed],
      });
    else
      await tx.execute({
        text: 'update identity.known_device set sealed = $2, last_used_at = clock_timestamp() where id = $1',
        values: [device.id, device.sealed],
      });
  }
}

function sha256(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest();
}
