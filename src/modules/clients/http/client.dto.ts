import { ApiProperty } from '@nestjs/swagger';
import {
  ADDRESS_KINDS,
  CLIENT_KINDS,
  CLIENT_STATUSES,
  CONTACT_CHANNELS,
  DATE_OF_BIRTH_ACCURACIES,
  INDIGENOUS_STATUSES,
  type AddressKind,
  type ClientAddress,
  type ClientDetailValues,
  type ClientEmail,
  type ClientKind,
  type ClientPhone,
  type ClientStatus,
  type ContactChannel,
  type DateOfBirthAccuracy,
  type EmergencyContact,
  type IndigenousStatus,
  type PersonName,
} from '../domain/client.js';
import { CONSENT_KINDS, type ConsentKind } from '../domain/consents.js';
import { IDENTIFIER_KINDS, type IdentifierKind } from '../domain/identifiers.js';
import { RELATIONSHIP_KINDS, type RelationshipKind } from '../domain/relationships.js';
import type { ClientCard, ClientMatch } from '../queries/client-card.js';
import type { ClientDetail, ConsentLine, IdentifierLine, RelationshipLine } from '../queries/get-client.query.js';

/** A name in its parts. */
export class PersonNameDto implements PersonName {
  @ApiProperty({ description: 'Family name; the only name of somebody with one; the registered name of an entity', example: 'Nguyễn' })
  family!: string;
  @ApiProperty({ example: 'Thị Thu Hà', description: 'Empty for somebody with a single name' }) given!: string;
  @ApiProperty({ description: 'Written family name first' }) familyFirst!: boolean;
}

class MatchDto implements ClientMatch {
  @ApiProperty({ enum: ['name', 'preferred', 'former', 'email', 'phone', 'identifier', 'file_number'] }) field!: ClientMatch['field'];
  @ApiProperty({ description: 'A typo was forgiven' }) fuzzy!: boolean;
}

/** What a list shows of a client. */
export class ClientCardDto implements ClientCard {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'WB-2214' }) fileNumber!: string;
  @ApiProperty({ enum: CLIENT_KINDS }) kind!: ClientKind;
  @ApiProperty({ description: 'The legal name in its bearer’s own order' }) displayName!: string;
  @ApiProperty({ type: PersonNameDto }) legalName!: PersonName;
  @ApiProperty({ type: String, nullable: true }) preferredName!: string | null;
  @ApiProperty({ type: [PersonNameDto] }) formerNames!: readonly PersonName[];
  @ApiProperty({ type: String, format: 'date', nullable: true }) dateOfBirth!: string | null;
  @ApiProperty({ enum: CLIENT_STATUSES }) status!: ClientStatus;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) teamId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) practitionerId!: string | null;
  @ApiProperty({ format: 'date-time' }) lastActivityAt!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ type: MatchDto, required: false, description: 'Where a search found its text' }) match?: ClientMatch;
}

/** One e-mail address or phone number. */
export class ContactDto implements ClientEmail, ClientPhone {
  @ApiProperty({ type: String, nullable: true, example: 'work' }) label!: string | null;
  @ApiProperty() value!: string;
  @ApiProperty() main!: boolean;
}

/** One address. */
export class AddressDto implements ClientAddress {
  @ApiProperty({ enum: ADDRESS_KINDS }) kind!: AddressKind;
  @ApiProperty({ type: String, nullable: true }) line1!: string | null;
  @ApiProperty({ type: String, nullable: true }) line2!: string | null;
  @ApiProperty({ type: String, nullable: true }) suburb!: string | null;
  @ApiProperty({ type: String, nullable: true }) state!: string | null;
  @ApiProperty({ type: String, nullable: true }) postcode!: string | null;
  @ApiProperty({ description: 'ISO 3166-1 alpha-2', example: 'AU' }) country!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Whole lines, where parts do not fit' }) freeform!: string | null;
}

/** Whom to call. */
export class EmergencyContactDto implements EmergencyContact {
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) relationship!: string | null;
  @ApiProperty() phone!: string;
}

class ClientDetailsDto implements ClientDetailValues {
  @ApiProperty({ type: String, nullable: true }) title!: string | null;
  @ApiProperty({ type: String, nullable: true }) gender!: string | null;
  @ApiProperty({ type: String, nullable: true }) pronouns!: string | null;
  @ApiProperty({ enum: DATE_OF_BIRTH_ACCURACIES }) dateOfBirthAccuracy!: DateOfBirthAccuracy;
  @ApiProperty({ type: [String], description: 'ISO 3166-1 alpha-2' }) citizenships!: readonly string[];
  @ApiProperty({ type: [String], description: 'BCP 47, the one to speak first' }) languages!: readonly string[];
  @ApiProperty() interpreterNeeded!: boolean;
  @ApiProperty({ enum: INDIGENOUS_STATUSES, nullable: true, type: String }) indigenousStatus!: IndigenousStatus | null;
  @ApiProperty({ type: [ContactDto] }) emails!: readonly ClientEmail[];
  @ApiProperty({ type: [ContactDto], description: 'E.164' }) phones!: readonly ClientPhone[];
  @ApiProperty({ type: [AddressDto] }) addresses!: readonly ClientAddress[];
  @ApiProperty({ type: EmergencyContactDto, nullable: true }) emergencyContact!: EmergencyContact | null;
  @ApiProperty({ enum: CONTACT_CHANNELS, isArray: true }) contactChannels!: readonly ContactChannel[];
  @ApiProperty({ type: String, nullable: true }) contactNote!: string | null;
  @ApiProperty() doNotContact!: boolean;
  @ApiProperty({ type: String, nullable: true }) referrer!: string | null;
  @ApiProperty({ type: String, nullable: true }) gp!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) reviewOn!: string | null;
}

class IdentifierDto implements IdentifierLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: IDENTIFIER_KINDS }) kind!: IdentifierKind;
  @ApiProperty({ example: '•••• 4321' }) masked!: string;
  @ApiProperty({ type: String, nullable: true }) country!: string | null;
  @ApiProperty({ type: String, nullable: true }) issuedBy!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) expiresOn!: string | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ type: 'integer', description: 'Version of the key that it is sealed under' }) keyVersion!: number;
  @ApiProperty({ type: 'integer', description: 'How often somebody saw or copied it in full' }) openedCount!: number;
}

class RelationshipDto implements RelationshipLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: RELATIONSHIP_KINDS, description: 'What the other one is to this client' }) kind!: RelationshipKind;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) otherClientId!: string | null;
  @ApiProperty({ type: String, nullable: true }) otherName!: string | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) since!: string | null;
}

class ConsentDto implements ConsentLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: CONSENT_KINDS }) kind!: ConsentKind;
  @ApiProperty({ format: 'date' }) givenOn!: string;
  @ApiProperty({ example: 'Signed form' }) method!: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) withdrawnOn!: string | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
}

/** Everything that a client's page shows. */
export class ClientDetailDto extends ClientCardDto implements ClientDetail {
  @ApiProperty({ type: ClientDetailsDto }) details!: ClientDetailValues;
  @ApiProperty({ type: [IdentifierDto] }) identifiers!: IdentifierLine[];
  @ApiProperty({ type: [RelationshipDto] }) relationships!: RelationshipLine[];
  @ApiProperty({ type: [ConsentDto] }) consents!: ConsentLine[];
  @ApiProperty({ type: 'integer', description: 'Version of the organisation key that the client is sealed under' }) keyVersion!: number;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) archivedAt!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) mergedIntoId!: string | null;
}
