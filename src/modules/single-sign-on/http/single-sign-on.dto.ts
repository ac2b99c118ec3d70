import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { KINDS, REASONS, STAGES, TRUSTS, type ConnectionKind, type Reason, type Stage, type Trust } from '../domain/connection.js';
import { OidcBody, OidcDto, SamlBody, SamlDto } from './providers.dto.js';

/** A domain to claim. */
export class DomainBody {
  @ApiProperty({ example: 'wattlebird.com.au', maxLength: 254 })
  @IsString()
  @MaxLength(254, { message: 'A domain is shorter than that.' })
  domain!: string;
}

/** A claimed domain, with what to publish. */
export class DomainDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  domain!: string;

  @ApiProperty({ description: 'Name of the TXT record.', example: '_ironbark.wattlebird.com.au' })
  recordName!: string;

  @ApiProperty({ description: 'Its value.', example: 'ironbark-verify=4f6…' })
  recordValue!: string;

  @ApiProperty({ format: 'date-time' })
  claimedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  checkedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  verifiedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Since when the record of a verified domain is gone.' })
  lostAt!: string | null;
}

/** A claimed domain, and what the DNS said just now. */
export class CheckedDomainDto {
  @ApiProperty({ type: DomainDto })
  domain!: DomainDto;

  @ApiProperty({ enum: ['found', 'not_found', 'unknown'], description: 'unknown: no name server could say.' })
  found!: 'found' | 'not_found' | 'unknown';
}

/** How people come in: what an administrator chooses of a connection. */
export class ConnectionFields {
  @ApiProperty({ minLength: 1, maxLength: 60, description: 'Shown to people at sign-in.', example: 'Wattlebird account' })
  @IsString()
  @Length(1, 60, { message: 'A name has one to 60 characters.' })
  name!: string;

  @ApiProperty({ enum: TRUSTS, description: 'When the provider’s own sign-in counts as a second factor.' })
  @IsIn(TRUSTS, { message: 'Choose claims, always or never.' })
  trust!: Trust;

  @ApiProperty({ description: 'People of the verified domains become members when they first come.' })
  @IsBoolean({ message: 'Say true or false.' })
  jit!: boolean;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The role that they get; null for none, which opens nothing.' })
  @ValidateIf((_body, value) => value !== null)
  @IsUUID(undefined, { message: 'Name a role.' })
  defaultTemplateId!: string | null;

  @ApiProperty({ type: OidcBody, required: false })
  @IsOptional()
  @ValidateNested()
  @Type(() => OidcBody)
  oidc?: OidcBody;

  @ApiProperty({ type: SamlBody, required: false })
  @IsOptional()
  @ValidateNested()
  @Type(() => SamlBody)
  saml?: SamlBody;

  @ApiProperty({ required: false, description: 'SAML: people whom the provider sends without being asked are led to a page that asks.' })
  @IsOptional()
  @IsBoolean({ message: 'Say true or false.' })
  idpInitiated?: boolean;
}

/** A connection to make. */
export class NewConnectionBody extends ConnectionFields {
  @ApiProperty({ enum: KINDS })
  @IsIn(KINDS, { message: 'Choose oidc or saml.' })
  kind!: ConnectionKind;
}

/** A connection to change. */
export class ConnectionBody extends ConnectionFields {
  @ApiProperty()
  @IsInt({ message: 'Give the version that you saw.' })
  version!: number;
}

/** From when on a connection is required. */
export class RequireBody {
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: now.' })
  @ValidateIf((_body, value) => value !== null)
  @IsDateString({}, { message: 'Give a date and time.' })
  from!: string | null;
}

/** What requiring it came to. */
export class RequiredDto {
  @ApiProperty({ description: 'Sessions that ended, or that will end when it begins.' })
  sessionsEnded!: number;
}

/** What the provider is told of us, to copy. */
export class OursDto {
  @ApiProperty({ description: 'OpenID: redirect URI.' })
  callbackUrl!: string;

  @ApiProperty({ description: 'OpenID: back-channel logout URI.' })
  logoutUrl!: string;

  @ApiProperty({ description: 'SAML: assertion consumer service, also called reply or single sign-on URL.' })
  assertionConsumerUrl!: string;

  @ApiProperty({ description: 'SAML: metadata, whose address is also our entity id.' })
  metadataUrl!: string;
}

/** What a test read, and what would have been made of it. */
export class TestDto {
  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ enum: REASONS, nullable: true, type: String })
  problem!: Reason | null;

  @ApiProperty({ type: String, nullable: true, description: 'What the provider or the check of its answer said.' })
  hint!: string | null;

  @ApiProperty({ type: Number, nullable: true, description: '1: our own factor is asked for; 2: the provider’s counts.' })
  assurance!: number | null;

  @ApiProperty({ type: String, nullable: true })
  subject!: string | null;

  @ApiProperty({ type: String, nullable: true })
  email!: string | null;

  @ApiProperty({ type: Boolean, nullable: true, description: 'Null when the provider does not say.' })
  emailVerified!: boolean | null;

  @ApiProperty({ type: String, nullable: true })
  name!: string | null;

  @ApiProperty({ type: [String] })
  methods!: string[];
}

/** A connection, as administrators see it. */
export class ConnectionDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: KINDS })
  kind!: ConnectionKind;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: STAGES })
  stage!: Stage;

  @ApiProperty({ enum: TRUSTS })
  trust!: Trust;

  @ApiProperty()
  jit!: boolean;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  defaultTemplateId!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  enforcedFrom!: string | null;

  @ApiProperty({ description: 'An owner stands behind the settings as they are; without one it opens no owner’s session.' })
  confirmed!: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  testedAt!: string | null;

  @ApiProperty()
  version!: number;

  @ApiProperty({ type: OidcDto, nullable: true })
  oidc!: OidcDto | null;

  @ApiProperty({ type: SamlDto, nullable: true })
  saml!: SamlDto | null;

  @ApiProperty()
  idpInitiated!: boolean;

  @ApiProperty({ type: OursDto })
  ours!: OursDto;

  @ApiProperty({ type: TestDto, nullable: true })
  test!: TestDto | null;
}

/** How a practice's people sign in through its own provider. */
export class SingleSignOnDto {
  @ApiProperty({ type: [DomainDto] })
  domains!: DomainDto[];

  @ApiProperty({ type: [ConnectionDto] })
  connections!: ConnectionDto[];

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The connection by which the caller came in.' })
  cameBy!: string | null;

  @ApiProperty({ description: 'Two owners keep a way in of their own.' })
  breakGlass!: boolean;
}

/** A member whom a requirement would concern. */
export class OutsideMemberDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  displayName!: string;
}

/** What requiring a connection would come to. */
export class ConsequencesDto {
  @ApiProperty()
  members!: number;

  @ApiProperty({ type: [OutsideMemberDto], description: 'Members whose addresses are in no verified domain.' })
  outside!: OutsideMemberDto[];

  @ApiProperty({ description: 'Sessions that it would end now.' })
  sessions!: number;

  @ApiProperty()
  cameByIt!: boolean;

  @ApiProperty()
  breakGlass!: boolean;
}
