import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { randomKeyring } from '../../src/common/crypto/testing/random-keyring.js';
import { newId } from '../../src/common/ids.js';
import { judged, type Measurement } from './report.js';
import type { Bench } from './rows.js';
import { median, rotated, rounded } from './statistics.js';

const ROUNDS = 11;
const BATCH = 6_000;
const SIZES = [40, 400];

/** What is measured: so many values sealed or opened, one after another. */
type Work = () => void;

/** OrgKeyring against the textbook loop of node:crypto: a cached key, a nonce per value, no associated data. Per second of this process's CPU. */
export async function sealRow(bench: Bench): Promise<Measurement[]> {
  return bench.step('seal and open', async () => SIZES.flatMap((size) => measure(size)));
}

function measure(size: number): Measurement[] {
  const keyring = randomKeyring();
  const key = createSecretKey(randomBytes(32));
  const places = Array.from({ length: 50 }, () => ({ table: 'client', column: 'card', rowId: newId() }));
  const values = places.map(() => randomBytes(size));
  const sealed = places.map((place, at) => keyring.seal(place, values[at]!));
  const raw = values.map((value) => textbookSeal(key, value));
  const works: Record<'seal' | 'rawSeal' | 'open' | 'rawOpen', Work> = {
    seal: () => each((at) => keyring.seal(places[at]!, values[at]!)),
    rawSeal: () => each((at) => textbookSeal(key, values[at]!)),
    open: () => each((at) => keyring.open(places[at]!, sealed[at]!)),
    rawOpen: () => each((at) => textbookOpen(key, raw[at]!)),
  };
  const names = Object.keys(works) as (keyof typeof works)[];
  const speeds = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<keyof typeof works, number[]>;
  for (let round = -2; round < ROUNDS; round++) {
    for (const name of rotated(names, round + 2)) {
      const speed = perCpuSecond(works[name]);
      if (round >= 0) speeds[name].push(speed);
    }
  }
  const row = (name: 'seal' | 'open', peer: 'rawSeal' | 'rawOpen', atLeast: number): Measurement =>
    judged({
      row: 'seal',
      name: `${name} ${size} bytes`,
      value: median(speeds[name]),
      unit: `${name}s per CPU second`,
      against: median(speeds[peer]),
      peer: 'raw node:crypto',
      ratio: median(speeds[name].map((speed, round) => speed / speeds[peer][round]!)),
      target: { atLeast },
      detail: { rounds: speeds[name].map((speed, round) => rounded(speed / speeds[peer][round]!)) },
    });
  return [row('seal', 'rawSeal', 1), row('open', 'rawOpen', 0.9)];
}

function each(work: (at: number) => unknown): void {
  for (let done = 0; done < BATCH; done++) work(done % 50);
}

function perCpuSecond(work: Work): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (BATCH * 1e6) / (user + system);
}

function textbookSeal(key: KeyObject, value: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(value), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]);
}

function textbookOpen(key: KeyObject, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  return Buffer.concat([decipher.update(sealed.subarray(12, sealed.length - 16)), decipher.final()]);
}
