import { systemClock } from '../common/clock/clock.js';
import type { OrganisationKeys } from '../common/crypto/organisation-keys.js';
import { tenantDataSource } from '../common/database/data-source.js';
import { GrantToken } from '../common/database/grant-token.js';
import { withDatabase } from '../common/database/plain-database.js';
import { ownOrigin, TenantDatabase } from '../common/database/tenant-database.js';
import { SealedAuditWriter } from '../modules/audit/index.js';
import { startSessionIn } from '../modules/identity/index.js';
import { UsageError, type CommandContext } from './command.js';
import { operatorKeys } from './operator-keys.js';

/** How the entry names the device: nobody's browser. */
const DEVICE = 'ironbark session';

/**
 * Starts a session without a link and prints its cookie header. The organisation's own record shows it as it shows
 * every sign-in; when the entry cannot be written, nobody learns the cookie.
 */
export async function startSession({ settings, database, say, positionals }: CommandContext): Promise<void> {
  const [email] = positionals;
  if (email === undefined) throw new UsageError('Say whose session: session EMAIL');
  const { urls } = await database();
  const keys = await operatorKeys(settings);
  try {
    const cookie = await withDatabase(urls.identity, async (identity) =>
      startSessionIn(identity, keys, systemClock, settings.http.secure, email),
    );
    if (cookie === undefined) throw new UsageError('No active member has that address.');
    await record(urls.tenant, keys, GrantToken.parse(cookie.split('=')[1])!);
    say(`Cookie: ${cookie}`);
  } finally {
    keys.forgetAll();
  }
}

async function record(tenantUrl: string, keys: OrganisationKeys, token: GrantToken): Promise<void> {
  const source = await tenantDataSource(tenantUrl, 1).initialize();
  try {
    await new TenantDatabase(source, keys, new SealedAuditWriter(systemClock)).run(
      token,
      async (tx) => tx.audit({ action: 'sign_in', subject: { kind: 'session', id: (await tx.principal()).grantId } }),
      { ...ownOrigin(), userAgent: DEVICE },
    );
  } finally {
    await source.destroy();
  }
}
