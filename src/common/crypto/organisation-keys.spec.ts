import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../clock/clock.js';
import { newId } from '../ids.js';
import { OrganisationKeys, PLATFORM_ORG } from './organisation-keys.js';
import { ROOT_BACKENDS, STORE_BACKENDS, type RootBackend, type StoreBackend } from './testing/key-backends.js';

const AT = { table: 'client', column: 'card', rowId: newId() };
const SECRET = Buffer.from('Nguyễn');
/** Long enough for a loaded machine, short enough to wait for. */
const LIFE_MS = 400;
const PAIRS = Object.keys(ROOT_BACKENDS).flatMap((root) => Object.keys(STORE_BACKENDS).map((store) => ({ root, store })));

describe.each(PAIRS)('organisation keys under a $root root key, kept in $store', (pair) => {
  let root: RootBackend;
  let store: StoreBackend;
  const made: OrganisationKeys[] = [];

  beforeAll(async () => {
    root = await ROOT_BACKENDS[pair.root as keyof typeof ROOT_BACKENDS]();
    store = await STORE_BACKENDS[pair.store as keyof typeof STORE_BACKENDS]();
  });
  afterAll(async () => {
    for (const keys of made) keys.forgetAll();
    await Promise.all([root.stop(), store.stop()]);
  });

  /** The keys as one more process sees them. */
  function process(lifeMs?: number, from = root.root): OrganisationKeys {
    const keys = new OrganisationKeys(from, made.length % 2 ? store.store : store.second, systemClock, { lifeMs });
    made.push(keys);
    return keys;
  }

  it('[I-03] gives every organisation its own key, the same on every process', async () => {
    const [a, b] = [newId(), newId()];
    const [first, second] = [process(), process()];
    const sealed = (await first.create(a)).seal(AT, SECRET);
    expect((await second.load(a)).open(AT, sealed)).toEqual(SECRET);
    const other = await second.create(b);
    expect(() => other.open(AT, sealed)).toThrow(expect.objectContaining({ code: 'crypto.seal_broken' }));
    expect((await store.store.get(a, 1))?.wrapped).not.toBe((await store.store.get(b, 1))?.wrapped);
  });

  it('agrees on one key when many processes create the same organisation at once', async () => {
    const rings = await Promise.all(Array.from({ length: 10 }, () => process().create(PLATFORM_ORG)));
    const sealed = rings.map((ring) => ring.seal(AT, SECRET));
    for (const ring of rings) for (const one of sealed) expect(ring.open(AT, one)).toEqual(SECRET);
    expect(await store.store.versions(PLATFORM_ORG)).toEqual([1]);
  });

  it('unwraps once for many loads at the same time, and not again while fresh', async () => {
    const orgId = newId();
    await process().create(orgId);
    const keys = process();
    const rings = new Set(await Promise.all(Array.from({ length: 50 }, () => keys.load(orgId))));
    expect(rings.size).toBe(1);
    expect(rings.has(await keys.load(orgId))).toBe(true);
  });

  it('refuses an organisation without a key, and a key record moved from another organisation', async () => {
    const [a, b] = [newId(), newId()];
    const keys = process();
    const missing = { code: 'crypto.key_unavailable', reason: 'not_found', retryable: false };
    await expect(keys.load(a)).rejects.toMatchObject(missing);
    await keys.create(a);
    await store.store.put(b, 1, (await store.store.get(a, 1))!);
    await expect(keys.load(b)).rejects.toMatchObject({ code: 'crypto.seal_broken' });
  });

  it('refuses a key that is not the one committed to', async () => {
    const orgId = newId();
    await process().create(orgId);
    await store.tamper(orgId, 1, { commitment: Buffer.alloc(32).toString('base64') });
    await expect(process().load(orgId)).rejects.toMatchObject({ code: 'crypto.seal_broken' });
  });

  it('tells a wrong root key from a broken seal', async () => {
    const orgId = newId();
    await process().create(orgId);
    const refusal = { code: 'crypto.key_unavailable', reason: 'other_root_key' };
    await expect(process(undefined, root.other).load(orgId)).rejects.toMatchObject(refusal);
  });

  it('opens nothing once its root key has been disabled for the bounded life, not even with a handle in use', async () => {
    const orgId = newId();
    const life = LIFE_MS * 3;
    const keys = process(life);
    const dropped: string[] = [];
    keys.onDropped((_, why) => dropped.push(why));
    const ring = await keys.create(orgId);
    const sealed = ring.seal(AT, SECRET);
    await root.setEnabled(false);
    try {
      const until = performance.now() + life * 1.5;
      while (performance.now() < until) {
        await keys.load(orgId).catch(() => undefined);
        await pause(20);
      }
      const ended = expect.objectContaining({ code: 'crypto.key_unavailable' });
      expect(() => ring.open(AT, sealed)).toThrow(ended);
      expect(() => ring.seal(AT, SECRET)).toThrow(ended);
      await expect(keys.load(orgId)).rejects.toMatchObject({ code: 'crypto.key_unavailable', retryable: false });
      expect(dropped).toHaveLength(1);
    } finally {
      await root.setEnabled(true);
    }
    expect((await keys.load(orgId)).open(AT, sealed)).toEqual(SECRET);
  });

  // Whether a handle is idle asks the backends for nothing: waited for once.
  if (pair === PAIRS[0]) {
    it('keeps one handle alive while an organisation is in use, and drops it when idle', async () => {
      const orgId = newId();
      // Longer than elsewhere: what is shown is a refresh in the background, and a busy machine needs its time for one.
      const life = LIFE_MS * 4;
      const keys = process(life);
      let ring = await keys.create(orgId);
      let since = performance.now();
      let last = since;
      while (performance.now() - since < life * 2.2) {
        const stalled = performance.now() - last > life / 8;
        last = performance.now();
        const loaded = await keys.load(orgId);
        // A machine that stood still left the handle idle: that is the other half of this test, so the use begins again.
        if (stalled || performance.now() - last > life / 8) [ring, since] = [loaded, performance.now()];
        expect(loaded).toBe(ring);
        await pause(20);
      }
      await pause(life * 1.4);
      expect(() => ring.derive('search-segments')).toThrow(expect.objectContaining({ reason: 'handle_ended' }));
    });

    it('tells once more when keys that left for idleness are forgotten: what was opened with them goes then', async () => {
      const orgId = newId();
      const keys = process(LIFE_MS);
      const dropped: string[] = [];
      keys.onDropped((_, why) => dropped.push(why));
      await keys.create(orgId);
      await pause(LIFE_MS * 1.5);
      expect(dropped).toEqual(['idle']);
      keys.forget(orgId);
      keys.forget(orgId);
      expect(dropped).toEqual(['idle', 'forgotten']);
    });
  }

  it('rotates: new writes at once, old values open until their version is refused, then never again', async () => {
    const orgId = newId();
    // Long enough that a crowded machine gets from one step to the next within it.
    const life = LIFE_MS * 3;
    const [here, there] = [process(life), process(life)];
    const before = await here.create(orgId);
    const old = before.seal(AT, SECRET);
    await there.load(orgId);
    const ring = await here.addVersion(orgId);
    expect([ring.currentVersion, ring.versions]).toEqual([2, [1, 2]]);
    expect(ring.open(AT, old)).toEqual(SECRET);
    expect(before.open(AT, before.seal(AT, SECRET))).toEqual(SECRET);
    expect((await there.load(orgId, { atLeast: 2 })).currentVersion).toBe(2);

    await expect(here.refuseVersion(orgId, 1)).rejects.toMatchObject({
      code: 'crypto.key_version_busy',
      retryable: true,
    });
    await expect(here.refuseVersion(orgId, 2)).rejects.toThrow('has a successor');
    await pause(life * 2);
    const held = await here.load(orgId);
    const last = await here.refuseVersion(orgId, 1);
    const kept = last.seal(AT, SECRET);
    const refused = expect.objectContaining({ code: 'crypto.key_version_refused' });
    for (const ring of [held, last]) expect(() => ring.open(AT, old)).toThrow(refused);
    await pause(life);
    const elsewhere = await there.load(orgId);
    expect(() => elsewhere.open(AT, old)).toThrow(refused);

    await here.destroyVersion(orgId, 1);
    expect(await store.store.get(orgId, 1)).toBeNull();
    expect((await process().load(orgId)).open(AT, kept)).toEqual(SECRET);
  });

  it('makes one version when two processes rotate at once', async () => {
    const orgId = newId();
    const [here, there] = [process(), process()];
    await Promise.all([here.create(orgId), there.create(orgId)]);
    const [a, b] = await Promise.all([here.addVersion(orgId), there.addVersion(orgId)]);
    expect(Math.max(a.currentVersion, b.currentVersion)).toBeLessThanOrEqual(3);
    const ring = await there.load(orgId, { atLeast: a.currentVersion });
    expect(ring.open(AT, a.seal(AT, SECRET))).toEqual(SECRET);
  });

  it('learns of a newer version from the first value sealed under it', async () => {
    const orgId = newId();
    // A handle counts as old enough after a 240th of its life, half a second here.
    const [here, there] = [process(), process(LIFE_MS * 300)];
    await here.create(orgId);
    const stale = await there.load(orgId);
    const sealed = (await here.addVersion(orgId)).seal(AT, SECRET);
    await pause(LIFE_MS * 1.5);
    expect(() => stale.open(AT, sealed)).toThrow(expect.objectContaining({ reason: 'newer_version', retryable: true }));
    expect((await there.load(orgId)).open(AT, sealed)).toEqual(SECRET);

    const forged = Buffer.from(sealed);
    forged.writeUInt16BE(9, 1);
    await pause(LIFE_MS * 1.5);
    const again = await there.load(orgId);
    expect(() => again.open(AT, forged)).toThrow(expect.objectContaining({ reason: 'newer_version' }));
    const fresh = await there.load(orgId);
    expect(() => fresh.open(AT, forged)).toThrow(expect.objectContaining({ code: 'crypto.seal_broken' }));
  });

  it('ends handles when told to forget, also a load under way', async () => {
    const orgId = newId();
    const keys = process();
    const ring = await keys.create(orgId);
    keys.forget(orgId);
    expect(() => ring.seal(AT, SECRET)).toThrow(expect.objectContaining({ reason: 'handle_ended', retryable: true }));
    const loading = keys.load(orgId);
    keys.forget(orgId);
    expect((await loading).seal(AT, SECRET)).toBeInstanceOf(Buffer);
    expect(await keys.load(orgId)).toBe(await loading);
  });
});
