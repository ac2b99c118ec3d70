import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { chromiumPath } from './chromium.js';
import { foundPractice, signIn, type MadePractice } from './made-practice.js';
import { fillPractice } from './made-clients.js';
import { Product, ROOT } from './product.js';
import { judged, noted, type Measurement } from './report.js';
import type { Bench } from './rows.js';
import { median, rounded } from './statistics.js';

const LIMIT_KB = 250;
const LIMIT_S = 1.5;
const LOADS = 5;
const SLOWDOWN = 4;
const QUIET_MS = 1_000;
const CLIENTS = 4_000;
const ADDRESS_FIELD = 'input[type=email], input[name=email]';
/** A link to a client; ids begin with the time, and so with 0. */
const FIRST_CLIENT = 'a[href*="/clients/0"]';
const PHONE = { width: 390, height: 844 };

/** A page and the element by which it can be used. */
interface Page {
  name: string;
  path: string;
  usable: string;
  cookie: string | null;
}

/** What the interface asks of a phone: bytes of script before the first page, and seconds until it can be used. */
export async function uiRow(bench: Bench): Promise<Measurement[]> {
  const dist = join(ROOT, 'admin', 'dist');
  if (!existsSync(join(dist, 'index.html'))) return [];
  const size = scriptSize('what index.html loads', firstLoadScripts(dist));
  const executablePath = chromiumPath();
  if (executablePath === null)
    return [
      size,
      noted({
        row: 'ui',
        name: 'time to interactive: not measured, there is no Chromium (set CHROMIUM_PATH)',
        value: Number.NaN,
        unit: 's',
      }),
    ];
  return [size, ...(await interactive(bench, executablePath))];
}

function scriptSize(what: string, files: readonly string[]): Measurement {
  const bytes = files.map((file) => [file, gzipSync(readFileSync(join(ROOT, 'admin', 'dist', file)), { level: 9 }).length] as const);
  return judged({
    row: 'ui',
    name: `JavaScript, gzipped: ${what}, ${files.length} files`,
    value: bytes.reduce((sum, [, gzipped]) => sum + gzipped, 0) / 1000,
    unit: 'kB',
    against: LIMIT_KB,
    peer: 'limit',
    target: { atMost: 1 },
    detail: { files: Object.fromEntries(bytes) },
  });
}

async function interactive(bench: Bench, executablePath: string): Promise<Measurement[]> {
  const ground = await bench.ground();
  const practice: MadePractice = await foundPractice(ground, 'ui');
  await fillPractice(ground, practice, { count: CLIENTS, seed: 9, segments: true });
  const { cookie } = await signIn(ground, practice, 'all');
  const product = await Product.start(bench.scratch, { program: ['dist/src/main.js'], dataDir: ground.dataDir });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  bench.scratch.atEnd(() => browser.close());
  try {
    const pages: Page[] = [
      { name: 'sign-in page', path: '/sign-in', usable: ADDRESS_FIELD, cookie: null },
      { name: `clients page, ${CLIENTS.toLocaleString('en-AU')} clients`, path: '/clients', usable: FIRST_CLIENT, cookie },
    ];
    const measurements: Measurement[] = [];
    for (const page of pages) {
      const scripts = new Set<string>();
      const seconds = await bench.step(`ui: ${page.name}`, async () => {
        // One load to warm the server, whose first answers would be counted against the page.
        await timeToInteractive(browser, product, page, scripts);
        const found: number[] = [];
        for (let time = 0; time < LOADS; time++) found.push(await timeToInteractive(browser, product, page, scripts));
        return found;
      });
      measurements.push(
        scriptSize(`fetched until the ${page.name} is interactive`, [...scripts]),
        judged({
          row: 'ui',
          name: `${page.name} interactive, empty cache, CPU slowed ${SLOWDOWN} times, ${PHONE.width} x ${PHONE.height}`,
          value: median(seconds),
          unit: 's',
          against: LIMIT_S,
          peer: 'limit',
          target: { atMost: 1 },
          detail: { loads: seconds.map(rounded) },
        }),
      );
    }
    return measurements;
  } finally {
    await browser.close();
    await product.stop();
  }
}

/** Seconds from the start of the navigation until the element is on the page and no long task has run since. */
async function timeToInteractive(
  browser: Browser,
  product: Product,
  { path, usable, cookie }: Page,
  scripts: Set<string>,
): Promise<number> {
  const context = await browser.newContext({ viewport: PHONE, isMobile: true, hasTouch: true });
  try {
    if (cookie !== null) {
      const [name = '', value = ''] = cookie.split('=');
      await context.addCookies([{ name, value, url: product.origin }]);
    }
    const page = await context.newPage();
    await page.addInitScript({ content: WATCH });
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    await page.goto(`${product.origin}${path}`, { waitUntil: 'commit' });
    await page.locator(usable).first().waitFor({ state: 'visible', timeout: 30_000 });
    const expression = `window.benchInteractive(${JSON.stringify(usable)}, ${QUIET_MS})`;
    const { at, asked } = await page.evaluate<{ at: number; asked: string[] }>(expression);
    for (const url of asked) scripts.add(new URL(url).pathname.slice(1));
    return at / 1000;
  } finally {
    await context.close();
  }
}

/** Runs in the page: notes when elements first show and every long task, and answers when the last of both was over. */
const WATCH = `(() => {
  const tasks = [];
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) tasks.push(entry.startTime + entry.duration); }).observe({ type: 'longtask', buffered: true });
  const seen = new Map();
  const look = () => {
    for (const selector of watched) {
      if (seen.has(selector)) continue;
      const found = [...document.querySelectorAll(selector)].find((element) => element.getClientRects().length > 0);
      if (found) seen.set(selector, performance.now());
    }
  };
  const watched = ${JSON.stringify([ADDRESS_FIELD, FIRST_CLIENT])};
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
  window.benchInteractive = async (selector, quiet) => {
    look();
    for (;;) {
      const last = Math.max(seen.get(selector) ?? performance.now(), ...tasks, 0);
      const wait = last + quiet - performance.now();
      if (wait <= 0) {
        // What is fetched later, while the page rests, is not waited for.
        const asked = performance.getEntriesByType('resource').filter((entry) => entry.startTime <= last && entry.name.endsWith('.js'));
        return { at: last, asked: asked.map((entry) => entry.name) };
      }
      await new Promise((resolve) => setTimeout(resolve, wait + 20));
    }
  };
})();`;

/** The scripts that the page loads before anything is clicked: those of index.html and everything they import without asking. */
function firstLoadScripts(dist: string): string[] {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    const text = readFileSync(join(dist, file), 'utf8');
    // Static imports of a bundled module are all "…from'./x.js'" or a bare import'./x.js'; import() is asked for later.
    for (const [, path] of text.matchAll(/(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)) visit(join(file, '..', path!));
  };
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  for (const [, path] of html.matchAll(/<(?:script|link)[^>]+(?:src|href)="\/([^"]+\.js)"/g)) visit(path!);
  return [...found];
}
