import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min, ValidateIf } from 'class-validator';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput } from '../../../common/errors.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { FACTOR_POLICIES, type FactorPolicy } from '../../identity/index.js';
import { askForFactors, readSecurity, setIdleLimit } from '../queries/security.query.js';

const FACTORS = {
  enum: FACTOR_POLICIES,
  description:
    'required: everybody needs a second factor; optional: whoever has one is asked for it; passkey: nothing but a passkey will do.',
};
const IDLE = { minimum: 15, maximum: 240, description: 'A session ends after so many minutes without use.' };
const IDLE_BOUNDS = { message: 'Choose whole minutes from 15 to 240.' };

/** Left out is not null. */
const given = (_body: unknown, value: unknown): boolean => value !== undefined;

/** What changes of what the practice asks of whoever signs in: what is left out stays as it is. */
export class SecurityBody {
  @ApiProperty({ ...FACTORS, required: false })
  @ValidateIf(given)
  @IsIn(FACTOR_POLICIES, { message: 'Choose required, optional or passkey.' })
  factors?: FactorPolicy;

  @ApiProperty({ ...IDLE, type: 'integer', required: false })
  @ValidateIf(given)
  @IsInt(IDLE_BOUNDS)
  @Min(15, IDLE_BOUNDS)
  @Max(240, IDLE_BOUNDS)
  idleMinutes?: number;
}

/** The practice's rules for signing in. */
export class SecurityDto {
  @ApiProperty(FACTORS)
  factors!: FactorPolicy;

  @ApiProperty(IDLE)
  idleMinutes!: number;
}

/** What a change came to. */
export class SecurityChangedDto extends SecurityBody {
  @ApiProperty({ description: 'Sessions below the new rule that it ended.' })
  sessionsEnded!: number;
}

/** The practice's rules for signing in (promises F-16, F-17 and I-27). */
@ApiTags('security')
@Controller('organisation/security')
export class SecurityController {
  @Get()
  @Requires('settings:read')
  @ApiOkResponse({ type: SecurityDto })
  async read(@Tx() tx: TenantTransaction): Promise<SecurityDto> {
    return readSecurity(tx);
  }

  /** @throws WouldLockYouOut when the caller signed in below what they ask for */
  @Put()
  @Requires('settings:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: SecurityChangedDto })
  async change(@Body() { factors, idleMinutes }: SecurityBody, @Tx() tx: TenantTransaction): Promise<SecurityChangedDto> {
    if (factors === undefined && idleMinutes === undefined)
      throw new InvalidInput([{ field: 'factors', code: 'missing', message: 'Say what changes: factors or idleMinutes.' }]);
    let sessionsEnded = 0;
    if (factors !== undefined) sessionsEnded += await askForFactors(tx, factors);
    if (idleMinutes !== undefined) sessionsEnded += await setIdleLimit(tx, idleMinutes);
    return { ...(factors !== undefined && { factors }), ...(idleMinutes !== undefined && { idleMinutes }), sessionsEnded };
  }
}
