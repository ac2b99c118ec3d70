import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, IsString, Length, MaxLength, ValidateIf } from 'class-validator';

/** How an OpenID provider is reached. */
export class OidcBody {
  @ApiProperty({ example: 'https://login.microsoftonline.com/…/v2.0' })
  @IsString()
  @Length(8, 500, { message: 'Give the issuer’s https:// address.' })
  issuer!: string;

  @ApiProperty({ maxLength: 300 })
  @IsString()
  @Length(1, 300, { message: 'Give the client id.' })
  clientId!: string;

  @ApiProperty({ type: String, required: false, nullable: true, maxLength: 500, description: 'Left out: it stays. Null: a public client.' })
  @IsOptional()
  @IsString()
  @Length(1, 500, { message: 'A client secret has up to 500 characters.' })
  clientSecret?: string | null;
}

/** How a SAML provider is reached and trusted. */
export class SamlBody {
  @ApiProperty({ description: 'The provider’s entity id.', maxLength: 500 })
  @IsString()
  @Length(1, 500, { message: 'Give the provider’s entity id.' })
  entityId!: string;

  @ApiProperty({ description: 'Where it takes sign-on requests by redirect.', maxLength: 1000 })
  @IsString()
  @Length(8, 1000, { message: 'Give the provider’s https:// sign-on address.' })
  signOnUrl!: string;

  @ApiProperty({ type: [String], description: 'Signing certificates, PEM or bare base64; two while they change.' })
  @IsArray()
  @ArrayMinSize(1, { message: 'Give at least one certificate.' })
  @ArrayMaxSize(4, { message: 'Give at most four certificates.' })
  @IsString({ each: true })
  @MaxLength(20_000, { each: true, message: 'A certificate is shorter than that.' })
  certificates!: string[];

  @ApiProperty({ type: String, nullable: true, maxLength: 1000, description: 'Where it publishes its metadata; read again every day.' })
  @ValidateIf((_body, value) => value !== null)
  @IsString()
  @MaxLength(1000, { message: 'An address is shorter than that.' })
  metadataUrl!: string | null;
}

/** Metadata to read: an address, or the text itself. */
export class MetadataBody {
  @ApiProperty({ required: false, maxLength: 1000 })
  @IsOptional()
  @IsString()
  @Length(8, 1000, { message: 'Give the https:// address of the metadata.' })
  url?: string;

  @ApiProperty({ required: false, maxLength: 200000 })
  @IsOptional()
  @IsString()
  @Length(20, 200_000, { message: 'Paste the whole metadata.' })
  xml?: string;
}

/** A certificate, to be compared with what the provider shows. */
export class CertificateDto {
  @ApiProperty()
  subject!: string;

  @ApiProperty({ description: 'SHA-256.' })
  fingerprint!: string;

  @ApiProperty({ format: 'date-time' })
  validTo!: string;

  @ApiProperty({ description: 'Base64 of DER.' })
  base64!: string;
}

/** What metadata says of a provider. */
export class MetadataDto {
  @ApiProperty()
  entityId!: string;

  @ApiProperty()
  signOnUrl!: string;

  @ApiProperty({ type: [CertificateDto] })
  certificates!: CertificateDto[];
}

/** A SAML provider as a connection knows it. */
export class SamlDto extends MetadataDto {
  @ApiProperty({ type: String, nullable: true })
  metadataUrl!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  refreshedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Since when the metadata could not be read.' })
  refreshFailedAt!: string | null;
}

/** An OpenID provider, without the secret. */
export class OidcDto {
  @ApiProperty()
  issuer!: string;

  @ApiProperty()
  clientId!: string;

  @ApiProperty()
  hasSecret!: boolean;
}
