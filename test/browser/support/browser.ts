import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AxeResults } from 'axe-core';
import pg from 'pg';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { CaughtMail } from '../../../src/common/mail/mail-catcher.js';
import { ensureDemo } from '../../../src/demo/ensure-demo.js';
import { createHttpApp } from '../../../src/http-app.js';
import { cloneDatabase } from '../../support/database.js';
import { testSettings } from '../../support/practice.js';
import { freePort } from '../../support/product.js';

const SHOTS = fileURLToPath(new URL('../../../test-results/screenshots/', import.meta.url));
/** Desk and phone, as the screens were designed for. */
const VIEWS = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } } as const;

/** Rows of a long table that repeat those before them. */
const LATER_ROWS = 'tbody tr:nth-child(n+5)';

/** The demo deployment in a real browser. */
export interface Stage {
  url: string;
  /** A browser of its own: own cookies, own storage. */
  visitor(options?: { phone?: boolean }): Promise<Page>;
  /** Signs a visitor in by magic link, as a person would. */
  signIn(page: Page, address: string): Promise<void>;
  /** Presses the mailed button, wherever that leads. */
  useLink(page: Page, address: string): Promise<void>;
  /** Makes every proof so old that serious acts ask for a fresh one. */
  ageProofs(): Promise<void>;
  /** The newest link that was mailed to an address. */
  mailedLink(address: string): Promise<string>;
}

let stage: Promise<Stage> | undefined;
const endings: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const end of endings.reverse()) await end();
});

/** The stage of this file: a database with the three demo practices, the application, a Chromium. */
export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  stage ??= start(env);
  return stage;
}

async function start(env: Record<string, string>): Promise<Stage> {
  const urls = await cloneDatabase(`ironbark_browser_${process.pid}_${Math.trunc(performance.now())}`);
  const port = await freePort();
  const settings = testSettings({ PORT: String(port), PUBLIC_URL: `http://localhost:${port}`, ...env });
  await ensureDemo(settings, urls, { size: 'small', say: () => undefined });
  const app: NestFastifyApplication = await createHttpApp({ settings, urls, connections: 8 });
  await app.listen(port, '127.0.0.1');
  endings.push(async () => app.close());
  const browser: Browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  endings.push(async () => browser.close());
  const url = settings.http.publicUrl;
  const mailedLink = async (address: string) => newestLink(url, address);
  const useLink = async (page: Page, address: string): Promise<void> => {
    await page.goto(`${url}/sign-in`);
    await page.getByLabel('Email').fill(address);
    const before = await mailedTo(url, address);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await page.goto(await newestLink(url, address, before));
    await page.getByRole('button', { name: 'Sign in to Ironbark' }).click();
  };
  return {
    url,
    mailedLink,
    visitor: async ({ phone = false } = {}) => {
      const context: BrowserContext = await browser.newContext({
        viewport: VIEWS[phone ? 390 : 1440],
        locale: 'en-AU',
        timezoneId: 'Australia/Sydney',
        reducedMotion: 'reduce',
      });
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      page.on('pageerror', (error) => {
        throw error;
      });
      return page;
    },
    useLink,
    ageProofs: async () => {
      const owner = new pg.Client({ connectionString: urls.owner });
      await owner.connect();
      try {
        await owner.query(`update wall.live_grant set verified_at = clock_timestamp() - interval '16 minutes' where ended_at is null`);
      } finally {
        await owner.end();
      }
    },
    signIn: async (page, address) => {
      await useLink(page, address);
      await page.waitForURL('**/clients**');
    },
  };
}

async function mailsTo(url: string, address: string): Promise<CaughtMail[]> {
  const mails = (await (await fetch(`${url}/dev/mail.json`)).json()) as CaughtMail[];
  return mails.filter((mail) => mail.to === address && !mail.text.includes('/sign-in/not-me#'));
}

async function mailedTo(url: string, address: string): Promise<number> {
  return (await mailsTo(url, address)).length;
}

/** The link of the newest mail, once there are more than `before`. */
async function newestLink(url: string, address: string, before = 0): Promise<string> {
  const since = performance.now();
  while (performance.now() - since < 15_000) {
    const mails = await mailsTo(url, address);
    const link = mails.length > before ? /https?:\/\/\S+#[\w-]{43}/.exec(mails[0]!.text)?.[0] : undefined;
    if (link !== undefined) return link;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no mail came for ${address}`);
}

/**
 * Keeps screenshots of a screen at both widths, light and dark, and lets axe look: at everything in the light, at the colours in
 * the dark, where nothing else differs, at the desk, where most of them are shown. One experimental rule is off: it takes a
 * person's initials, which are hidden from screen readers because the name is said, for the button's label.
 * Of a long table it looks at the first rows; the others are made the same way.
 */
export async function keep(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  const before = page.viewportSize();
  const findings: string[] = [];
  for (const [width, size] of Object.entries(VIEWS)) {
    await page.setViewportSize(size);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await settled(page);
      await page.screenshot({ path: `${SHOTS}${name}-${width}-${scheme}.png` });
      if (scheme === 'dark' && size === VIEWS[390]) continue;
      const violations = await lookedAt(page, scheme);
      findings.push(
        ...violations.map(
          ({ id, nodes }) => `${name} ${width} ${scheme}: ${id} at ${nodes.map((node) => node.target.join(' ')).join('; ')}`,
        ),
      );
    }
  }
  if (before) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(findings).toEqual([]);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LIGHT = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  rules: { 'label-content-name-mismatch': { enabled: false } },
};
const DARK = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

/** What axe finds on a page. Its program stays in the page until the page goes. */
async function lookedAt(page: Page, scheme: 'light' | 'dark'): Promise<AxeResults['violations']> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(AXE);
  const context = { exclude: [[LATER_ROWS]] };
  const options = { ...(scheme === 'light' ? LIGHT : DARK), resultTypes: ['violations'], preload: false, iframes: false };
  return page.evaluate(`axe.run(${JSON.stringify(context)}, ${JSON.stringify(options)}).then(({ violations }) => violations)`);
}

/** Waits until a change of width or colours is drawn; what turns for ever is not waited for. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    await document.fonts.ready;
    const ending = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < 2000);
    await Promise.allSettled(ending.map(({ finished }) => finished));
    for (let frame = 0; frame < 3; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
  })()`);
}

/** A device that keeps passkeys and knows its user, in this page. */
export async function giveAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
