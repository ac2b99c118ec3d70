import { systemClock } from '../common/clock/clock.js';
import { organisationKeysFor } from '../common/crypto/organisation-keys.factory.js';
import { LOGINS, type Login } from '../common/database/logins.js';
import { PlainDatabase, withDatabase } from '../common/database/plain-database.js';
import { ensureDemo } from '../demo/ensure-demo.js';
import type { DemoSize } from '../demo/practice-types.js';
import { ensureAccountIn } from '../modules/identity/index.js';
import { FoundPractice, type NewPractice } from '../modules/organisations/index.js';
import { bringUpToDate } from '../runtime.js';
import { UsageError, type Command, type CommandContext } from './command.js';
import { doctor } from './doctor.js';
import { printOpenApi, printPermissions } from './documents.js';
import { freeDoors } from './free-doors.js';
import { networksOff } from './networks-off.js';
import { resetFactors } from './reset-factors.js';
import { startSession } from './session.js';
import { slugOf } from './slug.js';
import { unlockAccount } from './unlock-account.js';

const VERTICALS = ['migration', 'allied_health', 'dispute_resolution'] as const;
const WORDS: Record<(typeof VERTICALS)[number], NewPractice['words']> = {
  migration: { matter: 'case', matters: 'cases' },
  allied_health: { matter: 'episode', matters: 'episodes' },
  dispute_resolution: { matter: 'dispute', matters: 'disputes' },
};

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  { words: ['help'], usage: '', does: 'this list', run: async () => undefined },
  {
    words: ['migrate'],
    usage: '',
    does: 'brings the schema up to date; says which migrations ran',
    run: async ({ database, say }) => {
      const ran = await bringUpToDate(await database());
      say(ran.length === 0 ? 'The schema is up to date.' : ['Ran:', ...ran.map((name) => `  ${name}`)].join('\n'));
    },
  },
  { words: ['doctor'], usage: '', does: 'checks database, logins, schema, keys and mail; changes nothing', run: doctor },
  {
    words: ['organisation', 'create'],
    usage: '--name N --owner EMAIL --owner-name N [--vertical V] [--zone Z]',
    does: 'founds a practice with its key and its owner',
    options: {
      name: { type: 'string' },
      owner: { type: 'string' },
      'owner-name': { type: 'string' },
      vertical: { type: 'string', default: 'migration' },
      zone: { type: 'string', default: 'Australia/Sydney' },
      locality: { type: 'string', default: '' },
    },
    run: createOrganisation,
  },
  {
    words: ['organisation', 'list'],
    usage: '',
    does: 'lists the practices by slug and id',
    run: async ({ database, say }) => {
      const rows = await withDatabase((await database()).urls.owner, async (owner) =>
        owner.query<{ slug: string; org_id: string }>({ text: 'select slug, org_id from wall.practice_name order by slug' }),
      );
      say(rows.length === 0 ? 'There is no practice yet.' : rows.map(({ slug, org_id }) => `${org_id}  ${slug}`).join('\n'));
    },
  },
  {
    words: ['demo'],
    usage: '[--size small|mid|large]',
    does: 'creates the demo practices (synthetic people) where missing',
    outsideProduction: true,
    options: { size: { type: 'string', default: 'small' } },
    run: async ({ settings, database, say, values }) => {
      const size = oneOf(['small', 'mid', 'large'] as const, values['size'], '--size');
      const runtime = await database();
      await bringUpToDate(runtime);
      const { signIn } = await ensureDemo(settings, runtime.urls, { size: size satisfies DemoSize, say, always: true });
      for (const { practice, address, who } of signIn) say(`  ${address.padEnd(34)} ${who}, ${practice}`);
    },
  },
  {
    words: ['database', 'url'],
    usage: 'owner|identity|tenant|jobs',
    takes: 1,
    does: 'prints a login’s connection string (a secret)',
    outsideProduction: true,
    run: async ({ database, say, positionals }) => {
      const login: Login = oneOf(LOGINS, positionals[0], 'the login');
      say((await database()).urls[login]);
    },
  },
  {
    words: ['session'],
    usage: 'EMAIL',
    takes: 1,
    does: 'starts a session and prints its cookie header (a secret)',
    outsideProduction: true,
    run: startSession,
  },
  {
    words: ['factors', 'reset'],
    usage: 'EMAIL',
    takes: 1,
    does: 'resets somebody’s second factors after a day; they are told by mail',
    run: resetFactors,
  },
  {
    words: ['networks', 'off'],
    usage: 'SLUG',
    takes: 1,
    does: 'lets a practice that locked itself out in from any network; on its record',
    run: networksOff,
  },
  {
    words: ['sso', 'free'],
    usage: 'SLUG',
    takes: 1,
    does: 'lets a practice whose identity provider is gone sign in without it; on its record',
    run: freeDoors,
  },
  {
    words: ['accounts', 'unlock'],
    usage: 'EMAIL',
    takes: 1,
    does: 'unlocks an account that its owner locked; they are told by mail',
    run: unlockAccount,
  },
  {
    words: ['database', 'reset'],
    usage: '',
    does: 'DESTROYS the database: every schema of the product',
    outsideProduction: true,
    run: async ({ database, say, confirm }) => {
      await confirm('This destroys every practice in this database, with no way back.');
      await withDatabase((await database()).urls.owner, async (owner) => {
        await owner.execute({ text: 'drop schema if exists queue, events, audit, app, identity, wall cascade' });
        await owner.execute({ text: 'drop table if exists public.migrations' });
      });
      say('The database is empty. The next start creates it anew.');
    },
  },
  {
    words: ['openapi'],
    usage: '[--out FILE]',
    does: 'prints the OpenAPI document',
    options: { out: { type: 'string' } },
    run: printOpenApi,
  },
  {
    words: ['permissions'],
    usage: '[--out FILE]',
    does: 'prints who may call which route',
    options: { out: { type: 'string' } },
    run: printPermissions,
  },
];

function oneOf<Choice extends string>(choices: readonly Choice[], given: unknown, what: string): Choice {
  const found = choices.find((choice) => choice === given);
  if (found === undefined) throw new UsageError(`For ${what} choose one of: ${choices.join(', ')}.`);
  return found;
}

async function createOrganisation({ settings, database, say, values }: CommandContext): Promise<void> {
  const text = (name: string) => {
    const value = values[name];
    if (typeof value !== 'string' || value.trim() === '') throw new UsageError(`--${name} is missing.`);
    return value.trim();
  };
  const name = text('name');
  const vertical = oneOf(VERTICALS, values['vertical'], '--vertical');
  const owner = text('owner');
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(owner)) throw new UsageError('--owner is not an email address.');
  const runtime = await database();
  await bringUpToDate(runtime);
  const logins = { owner: new PlainDatabase(runtime.urls.owner, 1), identity: new PlainDatabase(runtime.urls.identity, 1) };
  const keys = await organisationKeysFor(settings, systemClock);
  try {
    const founded = await new FoundPractice(logins.owner, keys, async (address) => ensureAccountIn(logins.identity, keys, address)).execute(
      {
        name,
        slug: slugOf(name),
        vertical,
        locality: typeof values['locality'] === 'string' ? values['locality'] : '',
        timeZone: text('zone'),
        words: WORDS[vertical],
        idleMinutes: settings.session.idleMinutes,
        teams: [],
        members: [{ email: owner, displayName: text('owner-name'), title: 'Owner', role: 'owner', scope: 'all', teams: [] }],
      },
    );
    say(`Founded ${name} (${founded.orgId}). ${owner} can sign in now.`);
  } finally {
    await Promise.all([logins.owner.end(), logins.identity.end()]);
    keys.forgetAll();
  }
}
