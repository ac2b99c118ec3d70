import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsString, Length, Matches, MaxLength } from 'class-validator';

/** Body of a request for a magic link. */
export class SignInBody {
  @ApiProperty({ format: 'email', maxLength: 254, example: 'priya@wattlebird.example' })
  @IsString()
  @MaxLength(254, { message: 'An email address has at most 254 characters.' })
  @IsEmail({}, { message: 'Write one email address, like name@practice.com.au.' })
  email!: string;
}

/** Answer to every request for a link, whatever the address. */
export class SignInAskedDto {
  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;
}

/** Body with the secret of a magic link. */
export class LinkBody {
  @ApiProperty({ minLength: 43, maxLength: 43 })
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{43}$/, { message: 'The link is not complete. Copy all of it from the message.' })
  token!: string;
}

/** Body with a code from another device. */
export class CodeBody {
  @ApiProperty({ minLength: 6, maxLength: 6, example: '482913' })
  @IsString()
  @Length(6, 6, { message: 'The code has six digits.' })
  @Matches(/^\d{6}$/, { message: 'The code has six digits.' })
  code!: string;
}

/** What a link or code led to. */
export class RedeemedDto {
  @ApiProperty({
    enum: ['signed_in', 'code', 'confirm', 'enrol'],
    description: 'confirm: a factor is to be shown; enrol: one is to be added first.',
  })
  outcome!: 'signed_in' | 'code' | 'confirm' | 'enrol';

  @ApiProperty({ required: false, description: 'With outcome code: what to type in the browser that asked.' })
  code?: string;

  @ApiProperty({ required: false, format: 'date-time' })
  expiresAt?: string;
}
