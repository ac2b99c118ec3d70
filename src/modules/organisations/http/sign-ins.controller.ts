import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { PracticeSignIns, SHOWN_KINDS, type OutcomeKind, type ShownKind } from '../../identity/index.js';
import { readPracticeSignIns } from '../queries/practice-sign-ins.query.js';

/** Which page of which lines. */
export class PracticeSignInsQuery {
  @ApiProperty({ required: false, enum: SHOWN_KINDS })
  @IsOptional()
  @IsIn(SHOWN_KINDS, { message: 'Show all, signed_in or refused.' })
  show?: ShownKind;

  @ApiProperty({ required: false, description: '“next” of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(60, { message: 'Take it from the page before.' })
  after?: string;
}

/** Whose line it is. */
export class SignInMemberDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  displayName!: string;
}

/** One line. */
export class PracticeSignInDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: SignInMemberDto, nullable: true, description: 'Null for somebody who is no member any more.' })
  member!: SignInMemberDto | null;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ example: 'signed_in' })
  outcome!: string;

  @ApiProperty({ enum: ['signed_in', 'refused', 'other'] })
  kind!: OutcomeKind;

  @ApiProperty({ type: String, nullable: true })
  method!: string | null;

  @ApiProperty({ example: 'Chrome on Windows' })
  device!: string;

  @ApiProperty({ type: String, nullable: true })
  ip!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Where the network is registered, not where somebody is; “private” for this machine or a private network.',
  })
  country!: string | null;
}

/** A page, newest first. */
export class PracticeSignInsDto {
  @ApiProperty({ type: [PracticeSignInDto] })
  items!: PracticeSignInDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

/** The practice's sign-ins (promise I-31), for its owners and administrators. */
@ApiTags('security')
@Controller('organisation/sign-ins')
export class PracticeSignInsController {
  constructor(private readonly signIns: PracticeSignIns) {}

  @Get()
  @Requires('settings:read', { administrator: true })
  @ApiOkResponse({ type: PracticeSignInsDto })
  async list(@Tx() tx: TenantTransaction, @Query() { show = 'all', after }: PracticeSignInsQuery): Promise<PracticeSignInsDto> {
    const { items, next } = await readPracticeSignIns(tx, this.signIns, show, after);
    return {
      items: items.map(({ accountId: _accountId, at, ...rest }) => ({ ...rest, at: at.toISOString() })),
      next,
    };
  }
}
