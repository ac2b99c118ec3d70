import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

/** An address, to learn what follows from its domain. */
export class WaysBody {
  @ApiProperty({ format: 'email', maxLength: 254, example: 'priya@wattlebird.example' })
  @IsString()
  @MaxLength(254, { message: 'An email address has at most 254 characters.' })
  @IsEmail({}, { message: 'Write one email address, like name@practice.com.au.' })
  email!: string;
}

/** A connection by which somebody may come in. */
export class WayDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'Wattlebird account' })
  name!: string;
}

/** What follows from an address's domain, and from nothing else. */
export class WaysDto {
  @ApiProperty({ type: WayDto, nullable: true })
  connection!: WayDto | null;

  @ApiProperty({ description: 'The practice takes nothing else.' })
  required!: boolean;
}

/** Which connection to leave by. */
export class StartBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID(undefined, { message: 'Name the connection.' })
  connectionId!: string;
}

/** Where the browser goes next. */
export class SentOffDto {
  @ApiProperty({ format: 'uri' })
  url!: string;
}

/** The one-time code of whoever came back. */
export class FinishBody {
  @ApiProperty({ minLength: 43, maxLength: 43 })
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{43}$/, { message: 'The code is not complete.' })
  code!: string;
}

/** What a sign-on led to. */
export class FinishedDto {
  @ApiProperty({
    enum: ['signed_in', 'confirm', 'enrol', 'tested'],
    description: 'confirm: a factor of one’s own is to be shown; enrol: one is to be added first; tested: nobody is signed in by a test.',
  })
  outcome!: 'signed_in' | 'confirm' | 'enrol' | 'tested';

  @ApiProperty({ required: false, format: 'uuid', description: 'With outcome tested: the connection.' })
  connectionId?: string;
}
