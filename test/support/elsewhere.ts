import { systemClock } from '../../src/common/clock/clock.js';
import type { DatabaseUrls, Settings } from '../../src/common/config/settings.js';
import { organisationKeysFor } from '../../src/common/crypto/organisation-keys.factory.js';
import { withDatabase } from '../../src/common/database/plain-database.js';
import { newId } from '../../src/common/ids.js';
import { ensureAccountIn, startSessionIn } from '../../src/modules/identity/index.js';
import { FoundPractice } from '../../src/modules/organisations/index.js';

/** Founds a practice of one owner in a database that is not this worker's. Returns its id, the owner's address and cookie header. */
export async function practiceIn(urls: DatabaseUrls, settings: Settings): Promise<{ orgId: string; email: string; cookie: string }> {
  const keys = await organisationKeysFor(settings, systemClock);
  const unique = newId();
  const email = `owner.${unique}@practice.example`;
  try {
    return await withDatabase(urls.owner, async (owner) =>
      withDatabase(urls.identity, async (identity) => {
        const { orgId } = await new FoundPractice(owner, keys, async (address) => ensureAccountIn(identity, keys, address)).execute({
          name: 'Elsewhere',
          slug: `e-${unique}`,
          vertical: 'migration',
          locality: 'Dubbo',
          timeZone: 'Australia/Sydney',
          words: { matter: 'case', matters: 'cases' },
          teams: [],
          members: [{ email, displayName: 'Owner', title: 'Owner', role: 'owner', scope: 'all', teams: [] }],
        });
        return { orgId, email, cookie: (await startSessionIn(identity, keys, systemClock, false, email))! };
      }),
    );
  } finally {
    keys.forgetAll();
  }
}
