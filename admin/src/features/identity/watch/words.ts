import type { StatusKind } from '../../../shared/ui/status.js';
import { identityText } from '../text.js';
import { OWN_LINES } from './requests.js';
import type { KnownDevice, SignIn } from './requests.js';
import { watchText } from './text.js';

/** What makes a sign-in stand out. */
export interface News {
  device: boolean;
  country: boolean;
}

/** Clocks of the service and of the database tell of one sign-in within this. */
const SAME_MOMENT_MS = 10_000;
/** Sign-ins that must have come from elsewhere before a country is called new in a log that is cut off. */
const ENOUGH = 10;

let regions: Intl.DisplayNames | undefined;

/** The country that a network is registered in, in words. */
export function countryWord(country: string | null): string {
  if (country === null) return watchText.unknown;
  if (country === 'private') return watchText.privateNetwork;
  regions ??= new Intl.DisplayNames(['en-AU'], { type: 'region', fallback: 'code' });
  return regions.of(country) ?? country;
}

/** How somebody tried to get in, in words. */
export function wayWord(method: string | null): string {
  return method === null ? '' : (watchText.ways[method] ?? method);
}

/** What happened; the way of a sign-in stands beside it. */
export function outcomeWord({ outcome, kind }: Pick<SignIn, 'outcome' | 'kind'>): string {
  if (outcome === 'signed_in_break_glass') return watchText.brokeGlass;
  return kind === 'signed_in' ? watchText.signedIn : (identityText.security.outcomes[outcome] ?? outcome);
}

/** The shape beside what happened. */
export function outcomeShape({ kind, outcome }: Pick<SignIn, 'outcome' | 'kind'>): StatusKind {
  if (kind === 'signed_in' || outcome.startsWith('confirmed')) return 'current';
  if (kind === 'refused') return 'due';
  if (outcome === 'locked') return 'failed';
  return outcome === 'link_asked' ? 'prospect' : 'archived';
}

/** The sign-in that a session began with. */
export function beginningOf(startedAt: string, signedIn: readonly SignIn[]): SignIn | undefined {
  return signedIn.find(({ at }) => near(at, startedAt));
}

/** What is new about each of the latest sign-ins, by its instant. The very first one is no news. */
export function newsOf(signedIn: readonly SignIn[], devices: readonly KnownDevice[]): ReadonlyMap<string, News> {
  const whole = signedIn.length < OWN_LINES;
  return new Map(
    signedIn.slice(0, -1).map(({ at, country }, index) => {
      const before = signedIn.slice(index + 1);
      const elsewhere = country !== null && before.every((line) => line.country !== country);
      return [
        at,
        {
          device: devices.some(({ createdAt }) => near(at, createdAt)),
          country: elsewhere && (whole || before.length >= ENOUGH),
        },
      ];
    }),
  );
}

const OWN_DOING: ReadonlySet<string> = new Set([
  'signed_out',
  'signed_out_everywhere',
  'signed_out_by_provider',
  'factors_reset',
  'locked',
  'unlocked',
]);

/** Whether a line may be somebody else's. */
export function mayBeSomebodyElse({ outcome }: Pick<SignIn, 'outcome'>): boolean {
  return !OWN_DOING.has(outcome);
}

function near(one: string, other: string): boolean {
  return Math.abs(new Date(one).getTime() - new Date(other).getTime()) < SAME_MOMENT_MS;
}
