import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { FileObjectStore } from '../../src/common/object-store/file-object-store.js';
import { newObjectKey } from '../../src/common/object-store/object-key.js';
import type { StoredPart } from '../../src/common/object-store/object-store.js';

const CHILD = fileURLToPath(new URL('../support/killed-store.mjs', import.meta.url));
const PARTS = [70_000, 30_000].map((length, index) => Buffer.alloc(length, index + 1));
const WHOLE = Buffer.concat(PARTS);
const PLACES = ['before', 'during', 'after'] as const;
const FAR_AHEAD = new Date('2099-01-01');

/** What a process that stored an object acknowledged before it died, or did not. */
interface Left {
  folder: string;
  key: string;
  signal: NodeJS.Signals | null;
  id: string | undefined;
  parts: StoredPart[];
  complete: boolean;
  /** System calls that it made, when it lived. */
  calls: number | undefined;
}

async function storing(act: 'store' | 'remove', stopAt: number, where: (typeof PLACES)[number]): Promise<Left> {
  const folder = mkdtempSync(join(tmpdir(), 'ironbark-killed-store-'));
  const key = newObjectKey();
  const child = spawn(process.execPath, [CHILD, folder, key, act, String(stopAt), where], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_code, signal) => resolve(signal)));
  const [written, wrong] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(wrong).toBe('');
  const said = written
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
  return {
    folder,
    key,
    signal: await ended,
    id: said.find((value): value is string => typeof value === 'string' && value !== 'complete'),
    parts: said.filter((value): value is StoredPart => typeof value === 'object'),
    complete: said.includes('complete'),
    calls: said.find((value): value is number => typeof value === 'number'),
  };
}

const contentOf = async (store: FileObjectStore, key: string): Promise<Buffer> =>
  buffer(await store.read(key, { from: 0, to: WHOLE.length }));

/** What whoever comes after finds: no object or the whole of it; what was acknowledged is enough to go on with; what nobody goes on with is swept. */
async function expectNothingHalf({ folder, key, id, parts, complete }: Left): Promise<void> {
  const store = new FileObjectStore(folder);
  const size = await store.size(key);
  expect([null, WHOLE.length]).toContain(size);
  if (complete) expect(size).toBe(WHOLE.length);
  if (size !== null) expect((await contentOf(store, key)).equals(WHOLE)).toBe(true);
  if (id !== undefined) {
    const all = [...parts];
    for (let index = all.length; index < PARTS.length && size === null; index++) {
      const [number, bytes] = [index + 1, PARTS[index]!];
      const tag = await store.putPart({ key, id }, { number, offset: all.reduce((sum, part) => sum + part.bytes, 0), bytes });
      all.push({ number, tag, bytes: bytes.length });
    }
    await store.complete({ key, id }, all);
    expect((await contentOf(store, key)).equals(WHOLE)).toBe(true);
  }
  await expectSwept(store, folder, key);
}

async function expectSwept(store: FileObjectStore, folder: string, key: string): Promise<void> {
  for (const stale of await store.staleUploads(FAR_AHEAD)) await store.abort(stale);
  await store.remove(key);
  expect(await store.list(null, 10)).toEqual([]);
  const left = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(left.map(({ name }) => name)).toEqual([]);
}

/** Every system call of an act, and what is left of a process that dies at it. */
async function atEveryCall(act: 'store' | 'remove', look: (left: Left) => Promise<void>): Promise<number> {
  const { calls, folder } = await storing(act, -1, 'before');
  rmSync(folder, { recursive: true });
  const deaths = Array.from({ length: calls! }, (_, index) => PLACES.map((where) => ({ stopAt: index + 1, where }))).flat();
  for (const { stopAt, where } of deaths) {
    const left = await storing(act, stopAt, where);
    try {
      expect({ stopAt, where, signal: left.signal }).toEqual({ stopAt, where, signal: 'SIGKILL' });
      await look(left);
    } finally {
      rmSync(left.folder, { recursive: true });
    }
  }
  return calls!;
}

describe('objects as files, under kill -9 before, during and after every system call', () => {
  it('[M-12] appear whole or not at all, and leave nothing that is not gone on with or swept', async () => {
    expect(await atEveryCall('store', expectNothingHalf)).toBeGreaterThan(20);
  }, 120_000);

  it('are removed whole or not at all', async () => {
    const calls = await atEveryCall('remove', async ({ folder, key }) => {
      const store = new FileObjectStore(folder);
      const size = await store.size(key);
      expect([null, WHOLE.length]).toContain(size);
      if (size !== null) expect((await contentOf(store, key)).equals(WHOLE)).toBe(true);
      await expectSwept(store, folder, key);
    });
    expect(calls).toBeGreaterThanOrEqual(3);
  }, 60_000);
});
