import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { Drawing, confined } from '../../src/modules/documents/content/drawing.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const asker = { orgId: 'a practice', by: 'a session' };

/** A blank photograph as a file. */
async function photo() {
  const bytes = await sharp({ create: { width: 900, height: 900, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  const read = (from: number, to: number): Promise<Buffer> => Promise.resolve(bytes.subarray(from, to));
  return { bytes: bytes.length, name: 'p.png', read, stream: () => Readable.from([Buffer.from(bytes)]) };
}

/** Runs a script as strangers' files are run beside. */
function confinedly(script: string): { status: number | null; signal: string | null; stdout: string } {
  const path = join(ROOT, 'dist', `hostile-${process.pid}-${Math.trunc(performance.now())}.mjs`);
  writeFileSync(path, script);
  try {
    const { program, given, env } = confined(path);
    const { status, signal, stdout } = spawnSync(program, given, { env, encoding: 'utf8', timeout: 30_000 });
    return { status, signal, stdout };
  } finally {
    rmSync(path);
  }
}

describe('the process that draws', () => {
  it('reads no file of the system, writes none, starts nothing, and knows no secret of ours', () => {
    const target = join(mkdtempSync(join(tmpdir(), 'ironbark-drawn-')), 'written');
    const { stdout } = confinedly(`
      import fs from 'node:fs'; import { spawnSync } from 'node:child_process'; import { Worker } from 'node:worker_threads';
      const said = (work) => { try { work(); return 'done'; } catch (error) { return error.code; } };
      console.log(JSON.stringify([
        said(() => fs.readFileSync('/etc/passwd')), said(() => fs.readFileSync('/proc/' + process.ppid + '/environ')),
        said(() => fs.writeFileSync(${JSON.stringify(target)}, 'x')), said(() => spawnSync('id')), said(() => new Worker('1', { eval: true })),
        Object.keys(process.env).filter((name) => !['PATH', 'VIPS_CONCURRENCY', 'FONTCONFIG_FILE', 'PWD', 'OLDPWD', 'SHLVL', '_'].includes(name)),
      ]));`);
    expect(JSON.parse(stdout)).toEqual([...Array.from({ length: 5 }, () => 'ERR_ACCESS_DENIED'), []]);
  });

  it('ends where its memory does, and is the first to go when memory is short', () => {
    const { status, signal, stdout } = confinedly(`
      import fs from 'node:fs'; console.log('begun'); const held = [];
      for (let i = 0; i < 40; i++) held.push(Buffer.alloc(100 * 1024 * 1024, 1));
      console.log('4 GB');`);
    expect(stdout).toContain('begun');
    expect(stdout).not.toContain('4 GB');
    expect(status === 0 && signal === null).toBe(false);
  });

  it('burns in who looks, readably on a machine without any font, and shows it to nobody who lists processes', async () => {
    const drawing = new Drawing();
    await drawing.check();
    const file = await photo();
    const seen: string[] = [];
    const watch = setInterval(() => {
      for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
        try {
          seen.push(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
        } catch {
          // It ended meanwhile.
        }
    }, 15);
    const marks = ['lan@mail.example · Wattlebird', 'rami@mail.example · Wattlebird', 'Hà Nguyễn · Ελλάδα · Москва'];
    const pages = [];
    for (const watermark of marks) pages.push(await drawing.page(file, 'image/png', { page: 1, width: 800, watermark }, asker));
    clearInterval(watch);
    const pixels = await Promise.all(pages.map((page) => sharp(page).greyscale().raw().toBuffer()));
    expect(pixels[0]!.equals(pixels[1]!)).toBe(false);
    // Something shows on each of them.
    for (const page of pixels) expect(page.filter((value) => value < 240).length).toBeGreaterThan(5_000);
    expect(seen.some((line) => line.includes('draw.child'))).toBe(true);
    expect(seen.join(' ')).not.toContain('mail.example');
  }, 60_000);
});
