import { systemClock } from '../common/clock/clock.js';
import type { Settings } from '../common/config/settings.js';
import { organisationKeysFor } from '../common/crypto/organisation-keys.factory.js';
import { PLATFORM_ORG, type OrganisationKeys } from '../common/crypto/organisation-keys.js';

/** The keys as a command uses them, the platform's own among them: before the first start there is none, and then it is made. */
export async function operatorKeys(settings: Settings): Promise<OrganisationKeys> {
  const keys = await organisationKeysFor(settings, systemClock);
  await keys.create(PLATFORM_ORG);
  return keys;
}
