import { Sealed, SealedRow } from '../../../common/crypto/sealed.js';
import { SealedCodec } from '../../../common/crypto/sealed-codec.js';
import type {
  ClientAddress,
  ClientCardValues,
  ClientDetailValues,
  ClientEmail,
  ClientKind,
  ClientPhone,
  ContactChannel,
  DateOfBirthAccuracy,
  EmergencyContact,
  IndigenousStatus,
  PersonName,
} from '../domain/client.js';
import type { RelationshipKind } from '../domain/relationships.js';

/** The one codec of this context; it has no state. */
export const codec = new SealedCodec();

/** Sealed columns of `app.client`: the card that a list shows and the details that a page shows. */
@SealedRow('client')
export class ClientSealed implements ClientCardValues, ClientDetailValues {
  @Sealed({ group: 'card' }) kind!: ClientKind;
  @Sealed({ group: 'card' }) legalName!: PersonName;
  @Sealed({ group: 'card' }) preferredName!: string | null;
  @Sealed({ group: 'card' }) formerNames!: readonly PersonName[];
  @Sealed({ group: 'card' }) dateOfBirth!: string | null;
  @Sealed({ group: 'details' }) title!: string | null;
  @Sealed({ group: 'details' }) gender!: string | null;
  @Sealed({ group: 'details' }) pronouns!: string | null;
  @Sealed({ group: 'details' }) dateOfBirthAccuracy!: DateOfBirthAccuracy;
  @Sealed({ group: 'details' }) citizenships!: readonly string[];
  @Sealed({ group: 'details' }) languages!: readonly string[];
  @Sealed({ group: 'details' }) interpreterNeeded!: boolean;
  @Sealed({ group: 'details' }) indigenousStatus!: IndigenousStatus | null;
  @Sealed({ group: 'details' }) emails!: readonly ClientEmail[];
  @Sealed({ group: 'details' }) phones!: readonly ClientPhone[];
  @Sealed({ group: 'details' }) addresses!: readonly ClientAddress[];
  @Sealed({ group: 'details' }) emergencyContact!: EmergencyContact | null;
  @Sealed({ group: 'details' }) contactChannels!: readonly ContactChannel[];
  @Sealed({ group: 'details' }) contactNote!: string | null;
  @Sealed({ group: 'details' }) doNotContact!: boolean;
  @Sealed({ group: 'details' }) referrer!: string | null;
  @Sealed({ group: 'details' }) gp!: string | null;
  @Sealed({ group: 'details' }) reviewOn!: string | null;
}

/** Sealed column of `app.client_identifier`; the kind stands beside it in the clear. */
@SealedRow('client_identifier')
export class IdentifierSealed {
  @Sealed({ group: 'sealed' }) value!: string;
  @Sealed({ group: 'sealed' }) country!: string | null;
  @Sealed({ group: 'sealed' }) issuedBy!: string | null;
  @Sealed({ group: 'sealed' }) expiresOn!: string | null;
  @Sealed({ group: 'sealed' }) note!: string | null;
}

/** Sealed column of `app.client_relationship`: family details are not in the clear. */
@SealedRow('client_relationship')
export class RelationshipSealed {
  @Sealed({ group: 'sealed' }) kind!: RelationshipKind;
  @Sealed({ group: 'sealed' }) otherName!: string | null;
  @Sealed({ group: 'sealed' }) note!: string | null;
  @Sealed({ group: 'sealed' }) since!: string | null;
}

/** Sealed column of `app.client_consent`. */
@SealedRow('client_consent')
export class ConsentSealed {
  @Sealed({ group: 'sealed' }) method!: string;
  @Sealed({ group: 'sealed' }) note!: string | null;
}
