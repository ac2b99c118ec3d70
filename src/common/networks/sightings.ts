import { Sealed, SealedRow } from '../crypto/sealed.js';
import { SealedCodec } from '../crypto/sealed-codec.js';
import type { TenantTransaction } from '../database/tenant-transaction.js';
import { newId } from '../ids.js';

/** How somebody was seen at an address: a dry run would have refused them, or they were refused, or they signed in. */
export type SightingOutcome = 'signed_in' | 'would_refuse' | 'refused';

/** Stands where no address is known: a proxy named none. */
export const UNKNOWN_ADDRESS = 'unknown';

const ADDRESS_INDEX = 'network-address';
const codec = new SealedCodec();

/** Sealed column of `app.network_sighting`. */
@SealedRow('network_sighting')
export class SightingSealed {
  @Sealed({ group: 'sealed' }) address!: string;
}

/**
 * Notes from where whoever acts came, under the practice's key. One row for each of them, address and hour counts how often,
 * however many come at once.
 */
export async function noteSighting(tx: TenantTransaction, outcome: SightingOutcome, times = 1): Promise<void> {
  const keyring = await tx.keyringUnrecorded('the address of whoever acts: sealed here, opened nowhere');
  const [id, address] = [newId(), tx.origin.ip ?? UNKNOWN_ADDRESS];
  await tx.query({
    name: 'note-network',
    text: 'select wall.note_network($1, $2, $3, $4, $5)',
    values: [
      id,
      outcome,
      keyring.blindIndex(ADDRESS_INDEX, address),
      codec.seal(keyring, SightingSealed, id, { address })['sealed'],
      times,
    ],
  });
}
