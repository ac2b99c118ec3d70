import { createSecretKey, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Clock } from '../clock/clock.js';
import { CryptoError, KeyUnavailable, KeyVersionBusy, SealBroken } from './crypto.errors.js';
import { commitmentOf, KEY_BYTES } from './key-derivation.js';
import { assertKeyAddress, type KeyRecord, type KeyStore } from './key-store.js';
import { OrgKeyring } from './org-keyring.js';
import type { RootKeyProvider } from './root-key.js';

/** The organisation whose key seals what belongs to none: account addresses, queued mail. */
export const PLATFORM_ORG = '00000000-0000-0000-0000-000000000000';

/** How long a loaded key may be used without asking the root key again, milliseconds. */
export const DEFAULT_KEY_LIFE_MS = 60_000;

/** Past this share of its life a key is fetched again in the background, and past the second the caller waits for it. */
const REFRESH_AT = 0.75;
const WAIT_AT = 0.95;
/** A value of an unknown version makes a handle this old reload, in case it is a new version; a younger one calls it broken. */
const NEWER_AT = 1 / 240;

/** Why an organisation's keys left memory. */
export type KeysDropped = 'idle' | 'unavailable' | 'forgotten';

interface Held {
  keyring: OrgKeyring;
  /** Handles replaced by a new version, still open for the requests that hold them. */
  older: OrgKeyring[];
  print: string;
  readAt: number;
  mustReload: boolean;
  timer?: NodeJS.Timeout;
}

/**
 * The keys of every organisation: made, loaded, rotated and refused here. A loaded handle lives for at most `lifeMs`
 * after its key was last unwrapped; an organisation in use is unwrapped again in the background before that. A key
 * that was disabled is dropped as soon as that is noticed, so nothing opens more than `lifeMs` after it was disabled.
 */
export class OrganisationKeys {
  readonly #held = new Map<string, Held>();
  readonly #loading = new Map<string, Promise<OrgKeyring>>();
  /** Dropped for idleness: what was opened with those keys may still be held, and must go if they are forgotten. */
  readonly #idle = new Set<string>();
  readonly #listeners: ((orgId: string, why: KeysDropped) => void)[] = [];
  readonly #lifeMs: number;

  constructor(
    private readonly root: RootKeyProvider,
    private readonly store: KeyStore,
    private readonly clock: Clock,
    options: { lifeMs?: number } = {},
  ) {
    this.#lifeMs = options.lifeMs ?? DEFAULT_KEY_LIFE_MS;
  }

  /** Makes the first key of an organisation, or loads the one it has: processes that start at once agree on one. */
  async create(orgId: string): Promise<OrgKeyring> {
    if ((await this.store.versions(orgId)).length === 0) await this.#make(orgId, 1);
    return this.load(orgId);
  }

  /**
   * The organisation's handle. `atLeast` is a version known to exist (from the database): a handle that does not know
   * it yet is loaded again, so that a rotation on one process is seen at once on all. Throws {@link KeyUnavailable}
   * or {@link SealBroken}.
   */
  async load(orgId: string, { atLeast = 1 }: { atLeast?: number } = {}): Promise<OrgKeyring> {
    const keyring = await this.#loadAny(orgId);
    if (keyring.currentVersion >= atLeast) return keyring;
    const reloaded = await this.#reload(orgId);
    if (reloaded.currentVersion >= atLeast) return reloaded;
    throw new KeyUnavailable('newer_version', `Key version ${atLeast} is not in the key store yet.`);
  }

  /** Makes a new version for every new write; earlier versions still open. Two calls at once make one version. */
  async addVersion(orgId: string): Promise<OrgKeyring> {
    const last = (await this.store.versions(orgId)).at(-1);
    if (last === undefined) throw noKey(orgId);
    await this.#make(orgId, last + 1);
    return this.#reload(orgId);
  }

  /**
   * Refuses a replaced version for good, here at once and on other processes within `lifeMs`. Throws
   * {@link KeyVersionBusy} until twice `lifeMs` after its successor was made: until then another process may still
   * seal under it. Count what is left after that moment and before this call.
   */
  async refuseVersion(orgId: string, version: number): Promise<OrgKeyring> {
    assertKeyAddress(orgId, version);
    const later = (await this.store.versions(orgId)).filter((other) => other > version);
    const records = await Promise.all(later.map((other) => this.store.get(orgId, other)));
    const successor = records.find((record) => record !== null);
    if (!successor || !records.some((record) => record?.state === 'active')) {
      throw new RangeError('Only a version that has a successor can be refused.');
    }
    const readyAt = Date.parse(successor.createdAt) + 2 * this.#lifeMs;
    if (this.#now() < readyAt) throw new KeyVersionBusy(version, new Date(readyAt));
    await this.store.refuse(orgId, version);
    const held = this.#held.get(orgId);
    if (held) for (const keyring of [held.keyring, ...held.older]) keyring.refuse(version);
    return this.#reload(orgId);
  }

  /** Destroys a refused version: nothing sealed under it, in backups either, can ever be opened again. */
  async destroyVersion(orgId: string, version: number): Promise<void> {
    await this.store.destroy(orgId, version);
  }

  /** Drops an organisation's keys from memory at once; handles still held end. */
  forget(orgId: string): void {
    this.#loading.delete(orgId);
    this.#drop(orgId, 'forgotten');
  }

  /** Drops every organisation's keys; for shutdown. */
  forgetAll(): void {
    for (const orgId of [...this.#loading.keys(), ...this.#held.keys(), ...this.#idle]) this.forget(orgId);
  }

  /**
   * Told each time an organisation's keys leave memory, so that what was opened with them can leave too; and once more
   * when keys that had left for idleness are forgotten or refused.
   */
  onDropped(listener: (orgId: string, why: KeysDropped) => void): void {
    this.#listeners.push(listener);
  }

  async #loadAny(orgId: string): Promise<OrgKeyring> {
    const held = this.#held.get(orgId);
    const age = held ? this.#now() - held.readAt : Infinity;
    if (!held || held.mustReload || age >= this.#lifeMs * WAIT_AT) {
      return this.#loading.get(orgId) ?? this.#reload(orgId);
    }
    if (age >= this.#lifeMs * REFRESH_AT && !this.#loading.has(orgId)) {
      // A refusal has already dropped the handle; after passing trouble the next load tries again until its life ends.
      this.#reload(orgId).catch(() => undefined);
    }
    return held.keyring;
  }

  /** Reads and unwraps afresh; one such call at a time is the current one, and only its result is kept. */
  #reload(orgId: string): Promise<OrgKeyring> {
    const isCurrent = () => this.#loading.get(orgId) === attempt;
    const attempt: Promise<OrgKeyring> = this.#read(orgId).then(
      (fresh) => {
        if (!isCurrent()) {
          fresh.keyring.close();
          return this.#loadAny(orgId);
        }
        this.#loading.delete(orgId);
        return this.#hold(orgId, fresh);
      },
      (error: unknown) => {
        if (isCurrent()) {
          this.#loading.delete(orgId);
          if (!(error instanceof CryptoError && error.retryable)) this.#drop(orgId, 'unavailable');
        }
        throw error;
      },
    );
    this.#loading.set(orgId, attempt);
    return attempt;
  }

  async #read(orgId: string): Promise<Held> {
    // The life starts before the key is asked for: what the answer says may be that old.
    const readAt = this.#now();
    const versions = await this.store.versions(orgId);
    const found = await Promise.all(versions.map((version) => this.store.get(orgId, version)));
    const active = found.filter((record): record is KeyRecord => record?.state === 'active');
    if (active.length === 0) throw noKey(orgId);
    const keys = await Promise.all(active.map(async (record) => ({ version: record.version, key: await this.#unwrap(orgId, record) })));
    const usable = new Set(active.map(({ version }) => version));
    const refused = versions.filter((version) => !usable.has(version));
    const held: Held = {
      keyring: new OrgKeyring(orgId, keys, refused, () => {
        const mayBeNewer = this.#now() - held.readAt >= this.#lifeMs * NEWER_AT;
        held.mustReload ||= mayBeNewer;
        return mayBeNewer;
      }),
      older: [],
      print: JSON.stringify([refused, active.map(({ version, commitment }) => [version, commitment])]),
      readAt,
      mustReload: false,
    };
    return held;
  }

  async #unwrap(orgId: string, record: KeyRecord): Promise<KeyObject> {
    const { version, provider } = record;
    const bytes = await this.root.unwrap(Buffer.from(record.wrapped, 'base64'), { orgId, version }).catch((error: unknown) => {
      if (!(error instanceof SealBroken) || provider === this.root.id) throw error;
      const sentence = `A key was wrapped by root key ${provider}, but ${this.root.id} is in use.`;
      throw new KeyUnavailable('other_root_key', sentence, { cause: error });
    });
    const key = createSecretKey(bytes);
    bytes.fill(0);
    const expected = Buffer.from(record.commitment, 'base64');
    const actual = commitmentOf(key, orgId, version);
    if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) {
      throw new SealBroken('An unwrapped key is not the one that was committed to.');
    }
    return key;
  }

  async #make(orgId: string, version: number): Promise<boolean> {
    assertKeyAddress(orgId, version);
    const bytes = randomBytes(KEY_BYTES);
    const wrapped = await this.root.wrap(bytes, { orgId, version });
    const commitment = commitmentOf(createSecretKey(bytes), orgId, version);
    bytes.fill(0);
    return this.store.put(orgId, version, {
      version,
      wrapped: wrapped.toString('base64'),
      provider: this.root.id,
      commitment: commitment.toString('base64'),
      createdAt: this.clock.now().toISOString(),
      state: 'active',
    });
  }

  /** Keeps a fresh read. The same keys lengthen the life of the handle in use; other keys replace it. */
  #hold(orgId: string, fresh: Held): OrgKeyring {
    this.#idle.delete(orgId);
    const before = this.#held.get(orgId);
    if (before?.print === fresh.print) {
      fresh.keyring.close();
      clearTimeout(before.timer);
      fresh = Object.assign(before, { readAt: fresh.readAt, mustReload: false });
    } else {
      if (before) fresh.older = [before.keyring, ...before.older];
      const refused = before?.keyring.versions.filter((version) => !fresh.keyring.versions.includes(version)) ?? [];
      for (const old of fresh.older) for (const version of refused) old.refuse(version);
      this.#held.set(orgId, fresh);
    }
    const left = this.#lifeMs - (this.#now() - fresh.readAt);
    const expire = () => {
      if (this.#held.get(orgId) === fresh) this.#drop(orgId, 'idle');
      else fresh.keyring.close();
    };
    fresh.timer = setTimeout(expire, Math.max(0, left)).unref();
    return fresh.keyring;
  }

  #drop(orgId: string, why: KeysDropped): void {
    const held = this.#held.get(orgId);
    const wasIdle = this.#idle.delete(orgId);
    if (!held && !wasIdle) return;
    if (why === 'idle') this.#idle.add(orgId);
    this.#held.delete(orgId);
    clearTimeout(held?.timer);
    if (held) for (const keyring of [held.keyring, ...held.older]) keyring.close();
    for (const listener of this.#listeners) listener(orgId, why);
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}

function noKey(orgId: string): KeyUnavailable {
  return new KeyUnavailable('not_found', `Organisation ${orgId} has no key in use.`);
}
