import { createPrivateKey } from 'node:crypto';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { readDatabaseUrls } from './database-urls.js';
import { isInNetworkHost, isLoopbackHost, isRegionName, proxyRangeProblem, regionInHost } from './hosts.js';
import { nearMisses } from './near-miss.js';
import { AUSTRALIAN_REGIONS, type Environ, type Settings, type SettingName, SettingsError } from './settings.js';

const AUSTRALIA = AUSTRALIAN_REGIONS.join(' or ');

/** Reads one environment; every mistake becomes a sentence and reading goes on, so that all are told at once. */
class Reader {
  readonly problems: string[] = [];

  constructor(private readonly env: Environ) {}

  text(name: SettingName): string | null {
    const value = (this.env[name] ?? '').trim();
    return value === '' ? null : value;
  }

  choice<T extends string>(name: SettingName, choices: readonly [T, ...T[]], fallback: T): T {
    const value = this.text(name);
    if (value === null) return fallback;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) this.problems.push(`${name} must be one of ${choices.join(', ')}.`);
    return found ?? fallback;
  }

  integer(name: SettingName, min: number, max: number): number | null {
    const value = this.text(name);
    if (value === null) return null;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    this.problems.push(`${name} must be a whole number from ${min} to ${max}.`);
    return null;
  }

  url(name: SettingName, schemes: readonly string[], example: string): URL | null {
    const value = this.text(name);
    if (value === null) return null;
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url !== null && schemes.includes(url.protocol.slice(0, -1)) && url.hostname !== '') return url;
    this.problems.push(`${name} must be an address like ${example}.`);
    return null;
  }
}

function readHttp(read: Reader, production: boolean): Settings['http'] {
  const host = read.text('HOST') ?? '127.0.0.1';
  if (isIP(host) === 0 && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) {
    read.problems.push('HOST must be the address or name to listen on, like 127.0.0.1 or 0.0.0.0.');
  }
  const port = read.integer('PORT', production ? 1 : 0, 65535) ?? 3000;
  const url = read.url('PUBLIC_URL', ['http', 'https'], 'https://practice.example.au');
  if (url !== null && (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')) {
    read.problems.push('PUBLIC_URL must be only the scheme, host and port, without a path, a query or a login.');
  }
  if (production && url?.protocol === 'http:') {
    read.problems.push('PUBLIC_URL must begin with https:// in production: the product is served over HTTPS only.');
  }
  if (production && read.text('PUBLIC_URL') === null) {
    read.problems.push('PUBLIC_URL must be set in production: it is the https:// address that people open and that links in mail carry.');
  }
  const publicUrl = url?.origin ?? `http://localhost:${port}`;
  const trustedProxies = (read.text('TRUSTED_PROXIES') ?? '')
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
  trustedProxies.forEach((range, index) => {
    const problem = proxyRangeProblem(range);
    if (problem !== null) read.problems.push(`TRUSTED_PROXIES: entry ${index + 1} ${problem}.`);
  });
  return { host, port, publicUrl, secure: publicUrl.startsWith('https:'), trustedProxies };
}

type EndpointName = 'KMS_ENDPOINT' | 'S3_ENDPOINT' | 'GOOGLE_ENDPOINT' | 'APPLE_ENDPOINT';

/** A test double's address: loopback only, and never in production. */
function readEndpoint(read: Reader, name: EndpointName, production: boolean): string | null {
  const url = read.url(name, ['http', 'https'], 'http://127.0.0.1:4566');
  if (url === null) return null;
  if (production) read.problems.push(`${name} is for tests only and must not be set in production.`);
  else if (!isLoopbackHost(url.hostname)) read.problems.push(`${name} is for tests only and must be an address of this machine.`);
  return url.href;
}

function readAws(read: Reader, production: boolean): Settings['aws'] {
  const region = read.text('AWS_REGION') ?? 'ap-southeast-2';
  const refuse = (name: string, where: string): void => {
    const shown = isRegionName(where) ? `names ${where}` : 'names no AWS region';
    read.problems.push(`${name} ${shown}; production keeps keys and documents in Australia (${AUSTRALIA}).`);
  };
  if (production && !AUSTRALIAN_REGIONS.includes(region)) refuse('AWS_REGION', region);

  const kmsKeyId = read.text('KMS_KEY_ID');
  const keyRegion = kmsKeyId === null ? null : /^arn:aws[a-z-]*:kms:([^:]*):\d{12}:(?:key|alias)\/[\w/-]+$/.exec(kmsKeyId)?.[1];
  const bareKey = kmsKeyId !== null && /^(?:alias\/[\w/-]+|(?:mrk-)?[0-9a-f-]{32,36})$/i.test(kmsKeyId);
  if (kmsKeyId !== null && keyRegion === undefined && !bareKey) {
    read.problems.push('KMS_KEY_ID must be a key id, an alias/name or a key ARN of AWS KMS.');
  }
  if (production && kmsKeyId === null) read.problems.push('KMS_KEY_ID must be set: production does not keep root keys in a file.');
  if (production && typeof keyRegion === 'string' && !AUSTRALIAN_REGIONS.includes(keyRegion)) refuse('KMS_KEY_ID', keyRegion);

  const s3Bucket = read.text('S3_BUCKET');
  const bucketRegion = s3Bucket === null ? undefined : /^arn:aws[a-z-]*:s3[a-z-]*:([^:]+):\d{12}:[\w/:-]+$/.exec(s3Bucket)?.[1];
  if (s3Bucket !== null && bucketRegion === undefined && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(s3Bucket)) {
    read.problems.push('S3_BUCKET must be the name of a bucket or the ARN of an access point.');
  }
  if (production && s3Bucket === null) read.problems.push('S3_BUCKET must be set: production does not keep documents in local files.');
  if (production && bucketRegion !== undefined && !AUSTRALIAN_REGIONS.includes(bucketRegion)) refuse('S3_BUCKET', bucketRegion);

  const sse = read.choice('S3_SSE', ['aws:kms', 'AES256', 'off'], production ? 'aws:kms' : 'off');
  if (production && sse === 'off') read.problems.push('S3_SSE must be aws:kms or AES256: production has the bucket encrypt as well.');

  return {
    region,
    kmsKeyId,
    kmsRegion: keyRegion ?? region,
    kmsEndpoint: readEndpoint(read, 'KMS_ENDPOINT', production),
    s3Bucket,
    s3Region: bucketRegion ?? region,
    s3Sse: sse === 'off' ? null : sse,
    s3Endpoint: readEndpoint(read, 'S3_ENDPOINT', production),
  };
}

function readMail(read: Reader, production: boolean, publicUrl: string): Settings['mail'] {
  const url = read.url('SMTP_URL', ['smtp', 'smtps'], 'smtps://login:password@mail.example.au');
  if (production && read.text('SMTP_URL') === null) {
    read.problems.push('SMTP_URL must be set: production does not use the local mail catcher.');
  }
  const region = url === null ? null : regionInHost(url.hostname);
  if (production && region !== null && !AUSTRALIAN_REGIONS.includes(region)) {
    read.problems.push(`SMTP_URL points at ${region}; production sends its mail from Australia (${AUSTRALIA}).`);
  }
  const from = read.text('MAIL_FROM') ?? `Ironbark <no-reply@${new URL(publicUrl).hostname}>`;
  if (!/^(?:[^<>\r\n]{0,120}<[^@\s<>]+@[^@\s<>]+>|[^@\s<>]+@[^@\s<>]+)$/.test(from)) {
    read.problems.push('MAIL_FROM must be an address, like Ironbark <no-reply@practice.example.au>.');
  }
  return {
    smtpUrl: url === null ? null : read.text('SMTP_URL'),
    requireTls: production && url !== null && !isLoopbackHost(url.hostname),
    from,
  };
}

function readAi(read: Reader): Settings['ai'] {
  const url = read.url('AI_BASE_URL', ['http', 'https'], 'http://10.0.0.8:8000/v1');
  if (url !== null && !isInNetworkHost(url.hostname)) {
    read.problems.push(
      "AI_BASE_URL must be inside the operator's own network (loopback, a private address or an internal name): no third party receives prompts.",
    );
  }
  if (url !== null && (url.username !== '' || url.password !== '')) read.problems.push('AI_BASE_URL must not carry a login.');
  return { baseUrl: url === null ? null : url.href.replace(/\/$/, '') };
}

/** Some of a group of settings, of which all are needed or none. Null when none is set. */
function readGroup<N extends SettingName>(read: Reader, names: readonly N[]): Record<N, string> | null {
  const found = names.map((name) => [name, read.text(name)] as const);
  const missing = found.flatMap(([name, value]) => (value === null ? [name] : []));
  if (missing.length === names.length) return null;
  for (const name of missing) read.problems.push(`${name} is missing: set all of ${names.join(', ')}, or none.`);
  return missing.length === 0 ? (Object.fromEntries(found) as Record<N, string>) : null;
}

function readProviders(read: Reader, production: boolean): Settings['providers'] {
  const google = readGroup(read, ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET']);
  const apple = readGroup(read, ['APPLE_CLIENT_ID', 'APPLE_TEAM_ID', 'APPLE_KEY_ID', 'APPLE_PRIVATE_KEY']);
  const googleEndpoint = readEndpoint(read, 'GOOGLE_ENDPOINT', production);
  const appleEndpoint = readEndpoint(read, 'APPLE_ENDPOINT', production);
  // One line in the environment: line ends may be written as \\n.
  const privateKey = apple?.APPLE_PRIVATE_KEY.replaceAll('\\n', '\n') ?? '';
  if (apple && !isSigningKey(privateKey)) {
    read.problems.push('APPLE_PRIVATE_KEY must be the text of the .p8 file that Apple gave: an EC P-256 key in PEM.');
  }
  return {
    google: google && { clientId: google.GOOGLE_CLIENT_ID, clientSecret: google.GOOGLE_CLIENT_SECRET, endpoint: googleEndpoint },
    apple: apple && {
      clientId: apple.APPLE_CLIENT_ID,
      teamId: apple.APPLE_TEAM_ID,
      keyId: apple.APPLE_KEY_ID,
      privateKey,
      endpoint: appleEndpoint,
    },
  };
}

function isSigningKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

function readMetrics(read: Reader, httpPort: number): Settings['metrics'] {
  const port = read.integer('METRICS_PORT', 1, 65535);
  if (port !== null && port === httpPort)
    read.problems.push('METRICS_PORT must differ from PORT; leave it out and set METRICS_TOKEN to share the port.');
  const token = read.text('METRICS_TOKEN');
  if (token !== null && token.length < 24)
    read.problems.push('METRICS_TOKEN must have at least 24 characters, so that it cannot be guessed.');
  return { port, token };
}

/** Name servers as `node:dns` takes them: an address, an address and a port, or a bracketed IPv6 address and a port. */
function readDns(read: Reader): Settings['dns'] {
  const servers = (read.text('DNS_SERVERS') ?? '')
    .split(',')
    .map((server) => server.trim())
    .filter((server) => server !== '');
  const wrong = servers.some((server) => {
    const [, address = server] = /^\[(.+)\](?::\d{1,5})?$/.exec(server) ?? /^([\d.]+)(?::\d{1,5})?$/.exec(server) ?? [];
    return isIP(address) === 0;
  });
  if (wrong) read.problems.push('DNS_SERVERS must list addresses of name servers, like 10.0.0.2 or 10.0.0.2:5353.');
  return { servers };
}

function readClamd(read: Reader): Settings['clamd'] {
  const [path, host, port] = [read.text('CLAMD_SOCKET'), read.text('CLAMD_HOST'), read.integer('CLAMD_PORT', 1, 65535)];
  if (path !== null && (host !== null || port !== null))
    read.problems.push('CLAMD_SOCKET and CLAMD_HOST name two scanners: set the one that files are scanned by.');
  if (path === null && host === null && port !== null) read.problems.push('CLAMD_PORT is set, so CLAMD_HOST must be too.');
  return path !== null ? { path } : host === null ? null : { host, port: port ?? 3310 };
}

/**
 * Reads every setting from the environment and checks all of them at once. Production refuses the embedded
 * defaults, plain HTTP, regions outside Australia and databases without verified TLS.
 *
 * @throws SettingsError with one sentence per mistake, in the order of the settings.
 */
export function loadSettings(env: Environ): Settings {
  const read = new Reader(env);
  const environment = read.choice('NODE_ENV', ['development', 'production', 'test'], 'development');
  // A misspelt NODE_ENV must not switch the production rules off, so its own mistake is the whole answer.
  if (read.problems.length > 0) throw new SettingsError(read.problems);
  const production = environment === 'production';
  const role = read.choice('ROLE', ['all', 'web', 'worker'], 'all');
  const http = readHttp(read, production);
  const database = readDatabaseUrls(env, production, read.problems);
  const settings: Settings = {
    environment,
    production,
    role,
    dataDir: resolve(read.text('DATA_DIR') ?? './data'),
    http,
    database,
    aws: readAws(read, production),
    mail: readMail(read, production, http.publicUrl),
    ai: readAi(read),
    metrics: readMetrics(read, http.port),
    providers: readProviders(read, production),
    logLevel: read.choice('LOG_LEVEL', ['info', 'fatal', 'error', 'warn', 'debug', 'trace', 'silent'], production ? 'info' : 'warn'),
    session: { idleMinutes: read.integer('SESSION_IDLE_MINUTES', 15, 240) ?? 60 },
    dns: readDns(read),
    clamd: readClamd(read),
  };
  const problems = [...read.problems, ...nearMisses(env)];
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}
