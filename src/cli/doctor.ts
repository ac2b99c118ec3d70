import { systemClock } from '../common/clock/clock.js';
import { PLATFORM_ORG } from '../common/crypto/organisation-keys.js';
import { organisationKeysFor } from '../common/crypto/organisation-keys.factory.js';
import { ownerDataSource } from '../common/database/data-source.js';
import { objectStoreFor } from '../common/object-store/object-store.factory.js';
import { Drawing } from '../modules/documents/index.js';
import { assertUnprivileged, UnsafeDatabase } from '../runtime.js';
import { CommandFailed, type CommandContext } from './command.js';

/** Checks what the product stands on and says what it found; changes nothing but the platform's own first key. */
export async function doctor({ settings, database, say }: CommandContext): Promise<void> {
  const findings: string[] = [];
  const check = async (what: string, look: () => Promise<string>) => {
    try {
      say(`  ok    ${what}: ${await look()}`);
    } catch (error) {
      const sentences = error instanceof UnsafeDatabase ? error.sentences : [error instanceof Error ? error.message : String(error)];
      for (const sentence of sentences) say(`  FAIL  ${what}: ${sentence}`);
      findings.push(what);
    }
  };
  await check('settings', async () => `${settings.environment}, role ${settings.role}, ${settings.http.publicUrl}`);
  await check('database', async () => {
    const { urls } = await database();
    const source = await ownerDataSource(urls.owner).initialize();
    try {
      const [row] = await source.query<{ server_version: string }[]>('show server_version');
      const pending = await source.showMigrations();
      if (pending) throw new Error('Migrations are waiting: run “migrate”.');
      return `PostgreSQL ${row?.server_version}, schema up to date, ${settings.database ? 'from DATABASE_URL' : 'embedded'}`;
    } finally {
      await source.destroy();
    }
  });
  await check('logins', async () => {
    await assertUnprivileged((await database()).urls);
    return 'identity, tenant and jobs own nothing, bypass nothing and belong to no other login';
  });
  await check('keys', async () => {
    const keys = await organisationKeysFor(settings, systemClock);
    const keyring = await keys.create(PLATFORM_ORG);
    const version = keyring.currentVersion;
    keys.forgetAll();
    return `${settings.aws.kmsKeyId === null ? 'key file' : 'AWS KMS'} opens; platform key version ${version}`;
  });
  await check('mail', async () =>
    settings.mail.smtpUrl === null ? 'caught locally, nothing leaves' : `leaves by SMTP${settings.mail.requireTls ? ', TLS required' : ''}`,
  );
  await check('files', async () => {
    const store = objectStoreFor(settings);
    try {
      await store.check();
    } finally {
      await store.close();
    }
    return store.kind === 's3' ? 'the bucket is where it should be and lets nobody in' : 'the folder can be written';
  });
  await check('pages', async () => {
    await new Drawing().check();
    return 'pictures and letters are drawn';
  });
  if (findings.length > 0) throw new CommandFailed(`${findings.length} of 7 checks failed.`);
  say('All is well.');
}
