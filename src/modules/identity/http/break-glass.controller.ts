import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import { IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Origin } from '../../../common/database/audit-entry.js';
import { Public } from '../../../common/http/access.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { BreakGlass } from '../use-cases/break-glass.use-case.js';
import { RedeemedDto } from './auth.dto.js';
import { COOKIES, handSession, secretIn, type Cookies } from './cookies.js';
import { PasskeyBody } from './factors.dto.js';

const REASON = 'Say in 10 to 300 characters why: it goes on record.';

/** Body with a passkey's answer and the reason. */
export class BreakGlassBody extends PasskeyBody {
  @ApiProperty({ minLength: 10, maxLength: 300, example: 'The identity provider has not answered since 9 am.' })
  @IsString({ message: REASON })
  @Length(10, 300, { message: REASON })
  reason!: string;
}

/** The way in of named owners when single sign-on does not work. The challenge comes from `auth/passkey/options`. */
@ApiTags('sign-in')
@Controller('auth/break-glass')
export class BreakGlassController {
  constructor(
    private readonly breaking: BreakGlass,
    @Inject(COOKIES) private readonly cookies: Cookies,
  ) {}

  @Post()
  @Public('arms the way in of a named owner')
  @Throttle({ default: { limit: 20, ttl: 60_000 } })
  @HttpCode(200)
  @ApiOkResponse({ type: RedeemedDto })
  async execute(
    @Body() body: BreakGlassBody,
    @Req() request: FastifyRequest,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RedeemedDto> {
    handSession(reply, this.cookies, await this.breaking.execute(secretIn(request, this.cookies.step), body, origin));
    return { outcome: 'signed_in' };
  }
}
