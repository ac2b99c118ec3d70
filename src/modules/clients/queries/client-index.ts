import type { Clock } from '../../../common/clock/clock.js';
import type { OrganisationKeys } from '../../../common/crypto/organisation-keys.js';
import { SearchIndexes } from '../../../common/sealed-search-store/search-indexes.js';
import { CLIENT_SEARCH } from '../persistence/search-delta.js';

/** The search indexes of this process over clients, one an organisation, each as fresh as the snapshot of whoever asks. */
export class ClientIndexes extends SearchIndexes {
  constructor(keys: OrganisationKeys, clock: Clock) {
    super(CLIENT_SEARCH, keys, clock);
  }
}
