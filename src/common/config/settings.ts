/** Where Ironbark runs: only `production` refuses the embedded defaults. */
export type Environment = 'production' | 'development' | 'test';

/** What one process does: serve requests, run jobs, or both. */
export type ProcessRole = 'all' | 'web' | 'worker';

/** Levels of the log, as pino names them. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** Connection strings of the four database logins (DESIGN 4). */
export interface DatabaseUrls {
  readonly owner: string;
  readonly identity: string;
  readonly tenant: string;
  readonly jobs: string;
}

/** An OAuth client of Google's. */
export interface GoogleSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Loopback address of a test double; always null in production. */
  readonly endpoint: string | null;
}

/** A Services ID of Apple's, and the key that signs for it. */
export interface AppleSettings {
  readonly clientId: string;
  readonly teamId: string;
  readonly keyId: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  /** Loopback address of a test double; always null in production. */
  readonly endpoint: string | null;
}

/** Every setting of one process, checked and typed. Made once at boot by `loadSettings` and never changed. */
export interface Settings {
  readonly environment: Environment;
  /** True when NODE_ENV is `production`. */
  readonly production: boolean;
  readonly role: ProcessRole;
  /** Absolute path of the folder for everything embedded: the database and the keys. Caught mail is held in memory. */
  readonly dataDir: string;
  readonly http: {
    readonly host: string;
    /** 0 takes any free port (never in production). */
    readonly port: number;
    /** Origin that people open, without a trailing slash. */
    readonly publicUrl: string;
    /** True when people reach the product by HTTPS: cookies are then Secure. */
    readonly secure: boolean;
    /** Addresses and CIDR ranges whose forwarding headers are believed; empty means none. */
    readonly trustedProxies: readonly string[];
  };
  /** Connection strings of a real server, or null for the embedded PostgreSQL. */
  /** Where ClamAV's daemon listens; null when files are not scanned for malware. */
  readonly clamd: { host: string; port: number } | { path: string } | null;
  readonly database: DatabaseUrls | null;
  readonly aws: {
    readonly region: string;
    /** Key of the root key provider, or null for the key file. */
    readonly kmsKeyId: string | null;
    /** The key ARN's own region, else {@link region}. */
    readonly kmsRegion: string;
    /** Loopback address of a test double; always null in production. */
    readonly kmsEndpoint: string | null;
    /** Bucket of the object store, or null for files in {@link dataDir}. */
    readonly s3Bucket: string | null;
    readonly s3Region: string;
    /** Encryption that is asked of the bucket on top of our own, or null. */
    readonly s3Sse: 'aws:kms' | 'AES256' | null;
    /** Loopback address of a test double; always null in production. */
    readonly s3Endpoint: string | null;
  };
  readonly mail: {
    /** SMTP server, or null for the local mail catcher. */
    readonly smtpUrl: string | null;
    /** True when mail may only leave over TLS: production, outside loopback. */
    readonly requireTls: boolean;
    readonly from: string;
  };
  readonly ai: {
    /** OpenAI-compatible server inside the operator's network, or null for the built-in model. */
    readonly baseUrl: string | null;
  };
  readonly metrics: {
    /** Own port for /metrics, or null to serve it on the main port to holders of the token. */
    readonly port: number | null;
    readonly token: string | null;
  };
  /** Providers that people may link to their accounts; null where none is set up. */
  readonly providers: {
    readonly google: GoogleSettings | null;
    readonly apple: AppleSettings | null;
  };
  readonly logLevel: LogLevel;
  readonly session: {
    /** Default idle limit of a session in minutes, 15 to 240; an organisation may choose its own. */
    readonly idleMinutes: number;
  };
  readonly dns: {
    /** Name servers asked about the domains of practices, `address` or `address:port`; the machine's own when empty. */
    readonly servers: readonly string[];
  };
}

/** Regions in Australia: Sydney and Melbourne. Anything else is refused in production. */
export const AUSTRALIAN_REGIONS: readonly string[] = ['ap-southeast-2', 'ap-southeast-4'];

/** Every name read from the environment, in the order in which mistakes are listed. */
export const SETTING_NAMES = [
  'NODE_ENV',
  'ROLE',
  'HOST',
  'PORT',
  'PUBLIC_URL',
  'TRUSTED_PROXIES',
  'DATA_DIR',
  'DATABASE_URL',
  'DATABASE_URL_IDENTITY',
  'DATABASE_URL_TENANT',
  'DATABASE_URL_JOBS',
  'AWS_REGION',
  'KMS_KEY_ID',
  'KMS_ENDPOINT',
  'S3_BUCKET',
  'S3_ENDPOINT',
  'S3_SSE',
  'CLAMD_HOST',
  'CLAMD_PORT',
  'CLAMD_SOCKET',
  'SMTP_URL',
  'MAIL_FROM',
  'AI_BASE_URL',
  'METRICS_PORT',
  'METRICS_TOKEN',
  'GOOGLE_CLIENT_ID',
  'GOOGLE_CLIENT_SECRET',
  'GOOGLE_ENDPOINT',
  'APPLE_CLIENT_ID',
  'APPLE_TEAM_ID',
  'APPLE_KEY_ID',
  'APPLE_PRIVATE_KEY',
  'APPLE_ENDPOINT',
  'LOG_LEVEL',
  'SESSION_IDLE_MINUTES',
  'DNS_SERVERS',
] as const;

/** Name of one setting. */
export type SettingName = (typeof SETTING_NAMES)[number];

/** The environment as given: names to texts. */
export type Environ = Readonly<Record<string, string | undefined>>;

/**
 * The settings are not usable. Carries one sentence per mistake, all of them at once; no sentence holds a value
 * that could be a secret.
 */
export class SettingsError extends Error {
  readonly code = 'config.invalid_settings';

  constructor(readonly sentences: readonly string[]) {
    super(`The settings cannot be used:\n${sentences.map((sentence) => `  - ${sentence}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}
