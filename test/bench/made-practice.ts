import { systemClock } from '../../src/common/clock/clock.js';
import { GrantToken } from '../../src/common/database/grant-token.js';
import { ensureAccountIn, startSessionIn } from '../../src/modules/identity/index.js';
import { FoundPractice } from '../../src/modules/organisations/index.js';
import type { Ground } from './ground.js';

/** How far the three asking members of a made practice see. */
export const SCOPES = ['all', 'team', 'assigned'] as const;
export type AskingScope = (typeof SCOPES)[number];

/** A practice founded for this run. */
export interface MadePractice {
  orgId: string;
  slug: string;
  teamIds: string[];
  memberIds: string[];
}

/** A live session of one of its members. */
export interface MadeSession {
  cookie: string;
  token: GrantToken;
}

const TEAMS = 12;
const MEMBERS = 60;

/** Founds a practice, of twelve teams and sixty members by default. The first three see all, two teams, and what is assigned to them. */
export async function foundPractice(
  { owner, keys, identity }: Ground,
  slug: string,
  { teams, members } = { teams: TEAMS, members: MEMBERS },
): Promise<MadePractice> {
  const found = new FoundPractice(owner, keys, (address) => ensureAccountIn(identity, keys, address));
  const practice = await found.execute({
    name: `Bench ${slug}`,
    slug,
    vertical: 'migration',
    locality: 'Parramatta',
    timeZone: 'Australia/Sydney',
    words: { matter: 'case', matters: 'cases' },
    filePrefix: 'BN',
    firstFileNumber: 10_000_000,
    teams: Array.from({ length: teams }, (_, index) => ({ name: `Team ${index + 1}` })),
    members: Array.from({ length: members }, (_, index) => ({
      email: addressOf(slug, index),
      displayName: `Member ${index}`,
      title: 'Practitioner',
      role: index === 0 ? ('owner' as const) : ('member' as const),
      scope: SCOPES[index] ?? ('team' as const),
      teams: index === 1 ? [0, 1] : [index % teams],
    })),
  });
  return { ...practice, slug };
}

/** Signs a member in, as the operators' command line does for scripts. */
export async function signIn({ identity, keys }: Ground, { slug }: MadePractice, scope: AskingScope): Promise<MadeSession> {
  const cookie = await startSessionIn(identity, keys, systemClock, false, addressOf(slug, SCOPES.indexOf(scope)));
  const token = GrantToken.parse(cookie?.split('=')[1]);
  if (cookie === undefined || token === undefined) throw new Error(`No session for the member who sees ${scope} of ${slug}.`);
  return { cookie, token };
}

function addressOf(slug: string, member: number): string {
  return `member-${member}@${slug}.example`;
}
