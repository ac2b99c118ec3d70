import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { SHOWN_KINDS, type OutcomeKind, type ShownKind } from '../domain/sign-in-outcome.js';

/** Which lines of the log. */
export class ShownQuery {
  @ApiProperty({ required: false, enum: SHOWN_KINDS })
  @IsOptional()
  @IsIn(SHOWN_KINDS, { message: 'Show all, signed_in or refused.' })
  show?: ShownKind;
}

/** By which calendar days are counted. */
export class DaysQuery {
  @ApiProperty({ required: false, example: 'Australia/Sydney', description: 'IANA time zone; UTC without one.' })
  @IsOptional()
  @IsString()
  @MaxLength(60, { message: 'No time zone has so long a name.' })
  timeZone?: string;
}

/** One line of the caller's own security log. */
export class SignInLineDto {
  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ example: 'signed_in' })
  outcome!: string;

  @ApiProperty({ enum: ['signed_in', 'refused', 'other'] })
  kind!: OutcomeKind;

  @ApiProperty({ type: String, nullable: true, example: 'passkey', description: 'How; null where the line is about no attempt.' })
  method!: string | null;

  @ApiProperty({ example: 'Chrome on Windows' })
  device!: string;

  @ApiProperty({ type: String, nullable: true })
  ip!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'AU',
    description: 'Where the network is registered, not where somebody is; “private” for this machine or a private network.',
  })
  country!: string | null;
}

/** The caller's security log, newest first. */
export class SignInLinesDto {
  @ApiProperty({ type: [SignInLineDto] })
  items!: SignInLineDto[];
}

/** One day of the caller's security log. */
export class SignInDayDto {
  @ApiProperty({ format: 'date' })
  day!: string;

  @ApiProperty()
  signedIn!: number;

  @ApiProperty()
  refused!: number;
}

/** Days of the last thirty on which something happened, oldest first. */
export class SignInDaysDto {
  @ApiProperty({ type: [SignInDayDto] })
  items!: SignInDayDto[];
}

/** A browser that signed in to the caller's account. */
export class KnownDeviceDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'Firefox on Linux' })
  device!: string;

  @ApiProperty({ type: [String], description: 'Where it signed in from, as registries know it.' })
  countries!: string[];

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  lastUsedAt!: string;

  @ApiProperty({ description: 'It is the one that asks.' })
  here!: boolean;
}

/** Browsers that signed in to the caller's account, the one used last first. */
export class KnownDevicesDto {
  @ApiProperty({ type: [KnownDeviceDto] })
  items!: KnownDeviceDto[];
}

/** Body with the secret of a notice. */
export class NotMeBody {
  @ApiProperty({ minLength: 43, maxLength: 43 })
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{43}$/, { message: 'The link is not complete. Copy all of it from the message.' })
  token!: string;
}
