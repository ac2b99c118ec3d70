import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { ContentSource } from '../../src/modules/documents/content/content.js';
import { NO_LETTERS } from '../../src/modules/documents/content/drawing-task.js';
import { Drawing, NotDrawn, confined } from '../../src/modules/documents/content/drawing.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const asker = { orgId: 'a practice', by: 'a session' };

function source(name: string, bytes: Buffer): ContentSource {
  const read = (from: number, to: number): Promise<Buffer> => Promise.resolve(bytes.subarray(from, to));
  return { bytes: bytes.length, name, read, stream: () => Readable.from([Buffer.from(bytes)]) };
}

/** A blank photograph as a file. */
async function photo(): Promise<ContentSource> {
  const blank = sharp({ create: { width: 900, height: 900, channels: 3, background: '#fff' } });
  return source('p.png', await blank.png().toBuffer());
}

/** A PDF of a few kilobytes whose page shows a form so many times, which shows another as many times, and so on. */
function laughs(deep: number, wide: number): Buffer {
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>'];
  const shows = (number: number): string => `<</XObject<</F ${number} 0 R>>>>`;
  const stream = (head: string, body: string): string => `<<${head}/Length ${body.length}>>stream\n${body}\nendstream`;
  objects.push(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources${shows(5)}>>`, stream('', '/F Do '.repeat(wide)));
  for (let level = 0; level < deep; level++)
    objects.push(
      stream(
        `/Type/XObject/Subtype/Form/BBox[0 0 200 200]${level + 1 < deep ? `/Resources${shows(6 + level)}` : ''}`,
        level + 1 < deep ? '/F Do '.repeat(wide) : '0 0 200 200 re f ',
      ),
    );
  return Buffer.from(
    `%PDF-1.7\n${objects.map((text, index) => `${index + 1} 0 obj ${text} endobj\n`).join('')}trailer<</Root 1 0 R>>\n%%EOF\n`,
  );
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

  it('ends where its memory does', () => {
    const { status, signal, stdout } = confinedly(`
      import fs from 'node:fs'; console.log('begun'); const held = [];
      for (let i = 0; i < 40; i++) held.push(Buffer.alloc(100 * 1024 * 1024, 1));
      console.log('4 GB');`);
    expect(stdout).toContain('begun');
    expect(stdout).not.toContain('4 GB');
    expect(status === 0 && signal === null).toBe(false);
  });

  it('is the first to go when memory is short', async () => {
    const path = join(ROOT, 'dist', `waits-${process.pid}.mjs`);
    writeFileSync(path, `console.log('begun'); setTimeout(() => {}, 30_000);`);
    const { program, given, env } = confined(path);
    const child = spawn(program, given, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      await once(child.stdout, 'data');
      expect(readFileSync(`/proc/${child.pid}/oom_score_adj`, 'utf8').trim()).toBe('1000');
    } finally {
      child.kill('SIGKILL');
      rmSync(path);
    }
  });

  it('ends where its time does, with a file that would be drawn for years, and the next one has its turn', async () => {
    const drawing = new Drawing(2_000);
    const bomb = source('bomb.pdf', laughs(9, 30));
    expect(await drawing.look(bomb, 'application/pdf')).toEqual({ pages: 1, problem: null });
    const wish = { page: 1, width: 600, watermark: null };
    const waits = drawing.page(bomb, 'application/pdf', wish, asker);
    const next = drawing.page(await photo(), 'image/png', wish, { orgId: 'another', by: 'another' });
    await expect(waits).rejects.toThrow(NotDrawn);
    expect((await next).length).toBeGreaterThan(0);
    expect(await drawing.thumbnail(bomb, 'application/pdf')).toBeNull();
  });

  it('shows no page without the name it is to carry when letters cannot be written', async () => {
    const nowhere = mkdtempSync(join(tmpdir(), 'ironbark-fonts-'));
    writeFileSync(join(nowhere, 'fonts.conf'), `<fontconfig><dir>${nowhere}</dir></fontconfig>`);
    const { program, given, env } = confined(join(ROOT, 'dist/src/modules/documents/content/draw.child.js'));
    const { stream } = await photo();
    const file = await buffer(stream());
    const shown = (watermark: string | null): { status: number | null; bytes: number } => {
      const task = { do: 'page', type: 'image/png', page: 1, width: 300, watermark };
      const input = Buffer.concat([Buffer.from(`${JSON.stringify(task)}\n`), file]);
      const { status, stdout } = spawnSync(program, given, { env: { ...env, FONTCONFIG_FILE: join(nowhere, 'fonts.conf') }, input });
      return { status, bytes: stdout.length };
    };
    expect(shown('lan@mail.example')).toEqual({ status: NO_LETTERS, bytes: 0 });
    expect(shown(null)).toMatchObject({ status: 0 });
    rmSync(nowhere, { recursive: true });
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
