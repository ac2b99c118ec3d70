import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { FACTOR_POLICIES, type FactorKind, type FactorPolicy, type Proof } from '../domain/factor.js';

const PROOFS = ['passkey', 'totp', 'recovery'] as const;
const KINDS = ['passkey', 'totp'] as const;
const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;

/** What stands between the mailbox and the session. */
export class StepDto {
  @ApiProperty({ enum: ['confirm', 'enrol'] })
  kind!: 'confirm' | 'enrol';

  @ApiProperty({ enum: PROOFS, isArray: true, description: 'What would prove it; empty when a factor is to be added first.' })
  methods!: Proof[];

  @ApiProperty({ enum: KINDS, isArray: true, description: 'What may be added here, the best first.' })
  mayAdd!: FactorKind[];

  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;
}

/** WebAuthn options, as `@simplewebauthn/browser` and `PublicKeyCredential.parse…FromJSON` take them. */
export class PasskeyOptionsDto {
  @ApiProperty(ANY_OBJECT)
  options!: object;
}

/** A proof. */
export class ProofBody {
  @ApiProperty({ enum: PROOFS })
  @IsIn(PROOFS, { message: 'Use passkey, totp or recovery.' })
  method!: Proof;

  @ApiProperty({ required: false, maxLength: 40, description: 'With totp the six digits, with recovery the code.' })
  @IsOptional()
  @IsString()
  @MaxLength(40, { message: 'A code is shorter than that.' })
  code?: string;

  @ApiPropertyOptional({ ...ANY_OBJECT, description: 'With passkey the answer of the browser, as JSON (WebAuthn 5.1.8).' })
  @IsOptional()
  @IsObject({ message: 'Send the answer of the browser as JSON.' })
  response?: object;
}

/** A factor to add. */
export class FactorBody {
  @ApiProperty({ enum: KINDS })
  @IsIn(KINDS, { message: 'Add a passkey or an authenticator app.' })
  kind!: FactorKind;

  @ApiProperty({ required: false, maxLength: 60 })
  @IsOptional()
  @IsString()
  @Length(1, 60, { message: 'A name has one to 60 characters.' })
  label?: string;

  @ApiProperty({ required: false, maxLength: 10, description: 'With totp its first code.' })
  @IsOptional()
  @IsString()
  @MaxLength(10, { message: 'The code has six digits.' })
  code?: string;

  @ApiPropertyOptional({ ...ANY_OBJECT, description: 'With passkey what the browser made, as JSON.' })
  @IsOptional()
  @IsObject({ message: 'Send the answer of the browser as JSON.' })
  response?: object;
}

/** Body with the browser's answer about a passkey. */
export class PasskeyBody {
  @ApiProperty(ANY_OBJECT)
  @IsObject({ message: 'Send the answer of the browser as JSON.' })
  response!: object;
}

/** A secret for an authenticator app, shown once. */
export class TotpOfferDto {
  @ApiProperty({ example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
  secret!: string;

  @ApiProperty({ description: 'What the app scans.' })
  uri!: string;
}

/** A factor was added. */
export class FactorAddedDto {
  @ApiProperty({ type: [String], nullable: true, description: 'Shown once, with the first factor; null otherwise.' })
  recoveryCodes!: string[] | null;
}

/** A new set of recovery codes, shown once. */
export class RecoveryCodesDto {
  @ApiProperty({ type: [String] })
  recoveryCodes!: string[];
}

/** A factor of one's own. */
export class FactorDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: KINDS })
  kind!: FactorKind;

  @ApiProperty()
  label!: string;

  @ApiProperty({ description: 'A passkey that its maker keeps a copy of, so that it survives the device.' })
  backedUp!: boolean;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastUsedAt!: string | null;
}

/** One's own factors. */
export class OwnFactorsDto {
  @ApiProperty({ type: [FactorDto] })
  items!: FactorDto[];

  @ApiProperty()
  recoveryCodesLeft!: number;

  @ApiProperty({ enum: FACTOR_POLICIES, description: 'What the strictest of the practices asks for.' })
  policy!: FactorPolicy;

  @ApiProperty({ description: 'False where Ironbark is opened under an address of digits, which no passkey can belong to.' })
  passkeysPossible!: boolean;
}

/** What would prove that it is you. */
export class StepUpDto {
  @ApiProperty({ enum: PROOFS, isArray: true, description: 'Empty without a factor: then only a new sign-in does.' })
  methods!: Proof[];

  @ApiProperty({ description: 'A proof from the last fifteen minutes is there already.' })
  fresh!: boolean;
}
