import { isLoopbackHost, regionInHost } from './hosts.js';
import { AUSTRALIAN_REGIONS, type DatabaseUrls, type Environ, type SettingName } from './settings.js';

const LOGINS = {
  owner: 'DATABASE_URL',
  identity: 'DATABASE_URL_IDENTITY',
  tenant: 'DATABASE_URL_TENANT',
  jobs: 'DATABASE_URL_JOBS',
} as const satisfies Record<keyof DatabaseUrls, SettingName>;

/** Everything wrong with one connection string; never repeats any part of it but a region name. */
function urlProblems(name: SettingName, text: string, production: boolean): string[] {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    return [`${name} must be a PostgreSQL address like postgres://login:password@host:5432/database.`];
  }
  const url = new URL(text);
  const problems: string[] = [];
  if (url.username === '') problems.push(`${name} must name the login to connect as.`);
  if (url.pathname.length < 2) problems.push(`${name} must name the database after the host.`);
  // The driver lets ?host= override the host, so it decides where the connection really goes.
  const hosts = url.searchParams.getAll('host');
  const host = hosts.at(-1) ?? url.hostname;
  const socket = host.startsWith('/');
  if (host === '') problems.push(`${name} must name the host of the server.`);
  if (!production || host === '' || socket || isLoopbackHost(host)) return problems;
  const modes = url.searchParams.getAll('sslmode');
  const verified = modes.length > 0 && modes.every((mode) => mode === 'verify-full') && !url.searchParams.has('ssl');
  if (!verified) {
    problems.push(
      `${name} must end in ?sslmode=verify-full: outside this machine production talks to its database only over verified TLS.`,
    );
  }
  const region = regionInHost(host);
  if (region !== null && !AUSTRALIAN_REGIONS.includes(region)) {
    problems.push(`${name} points at ${region}; production keeps its database in Australia (${AUSTRALIAN_REGIONS.join(' or ')}).`);
  }
  return problems;
}

function loginOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { username } = new URL(text);
  try {
    return decodeURIComponent(username);
  } catch {
    return username;
  }
}

/** Sentences for logins that are shared, which would undo the separation of DESIGN 4. */
function sharedLogins(given: Partial<Record<keyof DatabaseUrls, string>>): string[] {
  const seen = new Map<string, SettingName>();
  const problems: string[] = [];
  for (const [login, name] of Object.entries(LOGINS) as [keyof DatabaseUrls, SettingName][]) {
    const text = given[login];
    const user = text === undefined ? null : loginOf(text);
    if (user === null || user === '') continue;
    const first = seen.get(user);
    if (first === undefined) seen.set(user, name);
    else problems.push(`${first} and ${name} use the same login; each must be its own, so that no login can do another's work.`);
  }
  return problems;
}

/**
 * Reads the four connection strings: all four, or none for the embedded PostgreSQL. Adds a sentence to `problems`
 * for each mistake and returns null when there is nothing usable.
 */
export function readDatabaseUrls(env: Environ, production: boolean, problems: string[]): DatabaseUrls | null {
  const given: Partial<Record<keyof DatabaseUrls, string>> = {};
  const missing: SettingName[] = [];
  for (const [login, name] of Object.entries(LOGINS) as [keyof DatabaseUrls, SettingName][]) {
    const text = (env[name] ?? '').trim();
    if (text === '') missing.push(name);
    else {
      given[login] = text;
      problems.push(...urlProblems(name, text, production));
    }
  }
  const { owner, identity, tenant, jobs } = given;
  if (missing.length === Object.keys(LOGINS).length) {
    if (production) problems.push(`${missing.join(', ')} must be set: production does not run on the embedded PostgreSQL.`);
    return null;
  }
  if (missing.length > 0) {
    const which = `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`;
    problems.push(
      `${which}: set the connection strings of all four logins${production ? '' : ', or of none to use the embedded PostgreSQL'}.`,
    );
  }
  problems.push(...sharedLogins(given));
  if (owner === undefined || identity === undefined || tenant === undefined || jobs === undefined) return null;
  return { owner, identity, tenant, jobs };
}
