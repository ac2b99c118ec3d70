import { describe, expect, it } from '@jest/globals';
import { loadSettings } from './load-settings.js';
import { type Environ, SettingsError } from './settings.js';

const TLS = '?sslmode=verify-full';
const PRODUCTION: Environ = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://app.ironbark.example',
  DATABASE_URL: `postgres://owner:hunter2secret@db.ap-southeast-2.rds.amazonaws.com/ironbark${TLS}`,
  DATABASE_URL_IDENTITY: `postgres://identity:hunter2secret@db.ap-southeast-2.rds.amazonaws.com/ironbark${TLS}`,
  DATABASE_URL_TENANT: `postgres://tenant:hunter2secret@db.ap-southeast-2.rds.amazonaws.com/ironbark${TLS}`,
  DATABASE_URL_JOBS: `postgres://jobs:hunter2secret@db.ap-southeast-2.rds.amazonaws.com/ironbark${TLS}`,
  KMS_KEY_ID: 'arn:aws:kms:ap-southeast-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  S3_BUCKET: 'ironbark-documents',
  SMTP_URL: 'smtp://mailer:hunter2secret@email-smtp.ap-southeast-2.amazonaws.com:587',
};

function sentences(env: Environ): readonly string[] {
  try {
    loadSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.sentences;
    throw error;
  }
  return [];
}

function changed(change: Environ): readonly string[] {
  return sentences({ ...PRODUCTION, ...change });
}

describe('settings', () => {
  it('needs nothing outside production', () => {
    const settings = loadSettings({});
    expect(settings).toMatchObject({
      production: false,
      role: 'all',
      database: null,
      logLevel: 'warn',
      session: { idleMinutes: 60 },
      http: { host: '127.0.0.1', port: 3000, publicUrl: 'http://localhost:3000', secure: false, trustedProxies: [] },
      aws: { region: 'ap-southeast-2', kmsKeyId: null, s3Bucket: null },
      mail: { smtpUrl: null },
      ai: { baseUrl: null },
    });
    expect(settings.dataDir).toMatch(/\/data$/);
  });

  it('accepts a whole production environment', () => {
    const settings = loadSettings(PRODUCTION);
    expect(settings.http.secure).toBe(true);
    expect(settings.mail.requireTls).toBe(true);
    expect(settings.database?.tenant).toContain('tenant:');
  });

  it('lists every mistake at once, one sentence each', () => {
    const found = sentences({
      PORT: '70000',
      ROLE: 'boss',
      HOST: '::::',
      LOG_LEVEL: 'loud',
      SESSION_IDLE_MINUTES: '5',
      TRUSTED_PROXIES: '10.0.0.0/8,everyone',
    });
    expect(found).toHaveLength(6);
    for (const sentence of found) expect(sentence).toMatch(/^[A-Z_]+.*\.$/);
  });

  it('treats an empty variable as unset', () => {
    expect(loadSettings({ PORT: '', DATABASE_URL: ' ' }).http.port).toBe(3000);
  });

  it('refuses a misspelt NODE_ENV rather than running without the production rules', () => {
    expect(sentences({ NODE_ENV: 'prod' })).toEqual(['NODE_ENV must be one of development, production, test.']);
  });

  it('refuses every embedded default in production, naming each setting', () => {
    const found = sentences({ NODE_ENV: 'production' }).join('\n');
    for (const name of ['PUBLIC_URL', 'DATABASE_URL_TENANT', 'KMS_KEY_ID', 'S3_BUCKET', 'SMTP_URL']) expect(found).toContain(name);
  });

  it('[I-18] refuses plain HTTP in production', () => {
    expect(changed({ PUBLIC_URL: 'http://app.ironbark.example' })).toEqual([
      'PUBLIC_URL must begin with https:// in production: the product is served over HTTPS only.',
    ]);
  });

  it.each(['us-east-1', 'ap-southeast-1', 'sydney'])('[I-06] [I-02] refuses the region %s in production', (region) => {
    expect(changed({ AWS_REGION: region })).toHaveLength(1);
    expect(loadSettings({ AWS_REGION: region }).production).toBe(false);
  });

  it('[I-06] refuses a key, bucket, database or mail server that names a region outside Australia', () => {
    expect(changed({ KMS_KEY_ID: 'arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab' })[0]).toContain(
      'us-west-2',
    );
    expect(changed({ S3_BUCKET: 'arn:aws:s3:eu-west-1:123456789012:accesspoint/documents' })[0]).toContain('eu-west-1');
    expect(changed({ DATABASE_URL: `postgres://o:p@db.us-east-1.rds.amazonaws.com/x${TLS}` })[0]).toContain('us-east-1');
    expect(changed({ SMTP_URL: 'smtps://email-smtp.us-east-1.amazonaws.com' })[0]).toContain('us-east-1');
    expect(changed({ AWS_REGION: 'ap-southeast-4' })).toEqual([]);
  });

  it.each([
    '',
    '?sslmode=require',
    '?sslmode=verify-full&sslmode=disable',
    '?sslmode=verify-full&ssl=false',
    `${TLS}&host=db.example.com&sslmode=no-verify`,
  ])('[F-15] refuses a database outside this machine without verified TLS (%s)', (query) => {
    const found = changed({ DATABASE_URL_TENANT: `postgres://tenant:hunter2secret@db.example.com/ironbark${query}` });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('DATABASE_URL_TENANT must end in ?sslmode=verify-full');
  });

  it('sees through a host that hides behind a loopback address', () => {
    expect(changed({ DATABASE_URL_JOBS: 'postgres://jobs:x@127.0.0.1/ironbark?host=db.example.com' })).toHaveLength(1);
    expect(changed({ DATABASE_URL_JOBS: 'postgres://jobs:x@127.0.0.1/ironbark' })).toEqual([]);
  });

  it('wants all four logins or none, and each its own', () => {
    expect(sentences({ DATABASE_URL: 'postgres://o:p@127.0.0.1/x' })[0]).toContain(
      'DATABASE_URL_IDENTITY, DATABASE_URL_TENANT, DATABASE_URL_JOBS are missing',
    );
    expect(changed({ DATABASE_URL_TENANT: PRODUCTION['DATABASE_URL'] })[0]).toContain(
      'DATABASE_URL and DATABASE_URL_TENANT use the same login',
    );
  });

  it.each([
    'https://api.openai.com/v1',
    'https://api.anthropic.com',
    'http://169.254.169.254/v1',
    'http://8.8.8.8',
    'https://model.internal.evil.com',
  ])('[I-70] refuses the language model server %s', (url) => {
    expect(sentences({ AI_BASE_URL: url })[0]).toContain("inside the operator's own network");
  });

  it.each([
    'http://localhost:11434/v1',
    'http://10.1.2.3:8000/v1',
    'http://ollama:11434/v1',
    'https://model.ironbark.internal/v1',
    'http://[::1]:8000/v1',
    'http://[fd12::8]/v1',
  ])('accepts the language model server %s', (url) => {
    expect(loadSettings({ AI_BASE_URL: url }).ai.baseUrl).toBe(url);
  });

  it('takes a stand-in for KMS or S3 only on this machine and never in production', () => {
    expect(sentences({ KMS_ENDPOINT: 'http://127.0.0.1:4566' })).toEqual([]);
    expect(sentences({ S3_ENDPOINT: 'http://minio.example.com' })).toHaveLength(1);
    expect(changed({ S3_ENDPOINT: 'http://127.0.0.1:9000' })).toHaveLength(1);
  });

  it('refuses a proxy range that would let anyone choose their address', () => {
    expect(sentences({ TRUSTED_PROXIES: '0.0.0.0/0' })[0]).toContain('covers the whole internet');
    expect(loadSettings({ TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::/32,192.0.2.7' }).http.trustedProxies).toHaveLength(3);
  });

  it.each([
    ['PULIC_URL', 'PUBLIC_URL'],
    ['IRONBARK_PORT', 'PORT'],
    ['DATABASE_URL_TENENT', 'DATABASE_URL_TENANT'],
    ['SMTP_URI', 'SMTP_URL'],
    ['data_dir', 'DATA_DIR'],
    ['PROT', 'PORT'],
  ])('asks whether %s was meant to be %s', (given, meant) => {
    expect(sentences({ [given]: 'x' })).toEqual([`${given} is not a setting; did you mean ${meant}?`]);
  });

  it('leaves the variables of other programs alone', () => {
    expect(
      sentences({
        HOME: '/x',
        HOSTNAME: 'x',
        LANG: 'C',
        SHELL: 'sh',
        AWS_PROFILE: 'x',
        AWS_DEFAULT_REGION: 'x',
        PATH: '/bin',
        npm_config_port: '1',
        LOGNAME: 'x',
        NODE_PATH: '/x',
        POSTGRES_PORT: '1',
      }),
    ).toEqual([]);
  });

  it('never repeats a secret in a sentence', () => {
    const secret = 'hunter2secret';
    const env = Object.fromEntries(
      Object.keys(PRODUCTION)
        .concat('METRICS_TOKEN', 'AI_BASE_URL', 'MAIL_FROM', 'PORT', 'ROLE', 'AWS_REGION', 'TRUSTED_PROXIES')
        .map((name) => [name, secret]),
    );
    const found = sentences({ ...env, NODE_ENV: 'production', AI_BASE_URL: `https://u:${secret}@api.example.com` });
    expect(found.length).toBeGreaterThan(10);
    expect(found.join('\n')).not.toContain(secret);
  });
});
