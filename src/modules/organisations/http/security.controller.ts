import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { FACTOR_POLICIES, type FactorPolicy } from '../../identity/index.js';
import { askForFactors, readSecurity } from '../queries/security.query.js';

/** What the practice asks of whoever signs in. */
export class SecurityBody {
  @ApiProperty({
    enum: FACTOR_POLICIES,
    description:
      'required: everybody needs a second factor; optional: whoever has one is asked for it; passkey: nothing but a passkey will do.',
  })
  @IsIn(FACTOR_POLICIES, { message: 'Choose required, optional or passkey.' })
  factors!: FactorPolicy;
}

/** The practice's rules for signing in. */
export class SecurityDto extends SecurityBody {
  @ApiProperty({ description: 'A session ends after so many minutes without use.' })
  idleMinutes!: number;
}

/** What a change came to. */
export class SecurityChangedDto extends SecurityBody {
  @ApiProperty({ description: 'Sessions below the new rule that it ended.' })
  sessionsEnded!: number;
}

/** The practice's rules for signing in (promises F-16 and F-17). */
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
  async change(@Body() { factors }: SecurityBody, @Tx() tx: TenantTransaction): Promise<SecurityChangedDto> {
    return { factors, sessionsEnded: await askForFactors(tx, factors) };
  }
}
