import type { Clock } from '../../../common/clock/clock.js';
import type { OrganisationKeys } from '../../../common/crypto/organisation-keys.js';
import { SearchIndexes } from '../../../common/sealed-search-store/search-indexes.js';
import { DOCUMENT_SEARCH } from '../persistence/search-delta.js';

/** The search indexes of this process over documents, one an organisation, each as fresh as the snapshot of whoever asks. */
export class DocumentIndexes extends SearchIndexes {
  constructor(keys: OrganisationKeys, clock: Clock) {
    super(DOCUMENT_SEARCH, keys, clock);
  }
}
