import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Origin } from '../../../common/database/audit-entry.js';
import { Public } from '../../../common/http/access.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { AddFactor } from '../use-cases/add-factor.use-case.js';
import { ConfirmSignIn } from '../use-cases/confirm-sign-in.use-case.js';
import { RedeemedDto } from './auth.dto.js';
import { COOKIES, handOn, handSession, secretIn, type Cookies } from './cookies.js';
import { FactorAddedDto, FactorBody, PasskeyBody, PasskeyOptionsDto, ProofBody, StepDto, TotpOfferDto } from './factors.dto.js';

const DOOR = { default: { limit: 120, ttl: 60_000 } };

/** The way from the mailbox to the session, and in by passkey alone. The step's cookie opens nothing else. */
@ApiTags('sign-in')
@Controller('auth')
@Throttle(DOOR)
export class AuthStepController {
  constructor(
    private readonly confirm: ConfirmSignIn,
    private readonly factors: AddFactor,
    @Inject(COOKIES) private readonly cookies: Cookies,
  ) {}

  @Get('step')
  @Public('shows what a sign-in still needs')
  @ApiOkResponse({ type: StepDto })
  async step(@Req() request: FastifyRequest, @RequestOrigin() origin: Origin): Promise<StepDto> {
    const { kind, methods, mayAdd, expiresAt } = await this.confirm.state(this.secret(request), origin);
    return { kind, methods, mayAdd, expiresAt: expiresAt.toISOString() };
  }

  @Post('step/passkey-options')
  @Public('asks for a passkey of a sign-in')
  @HttpCode(200)
  @ApiOkResponse({ type: PasskeyOptionsDto })
  async passkeyOptions(@Req() request: FastifyRequest, @RequestOrigin() origin: Origin): Promise<PasskeyOptionsDto> {
    return { options: await this.confirm.passkeyOptions(this.secret(request), origin) };
  }

  @Post('step/confirm')
  @Public('spends a proof')
  @HttpCode(200)
  @ApiOkResponse({ type: RedeemedDto })
  async prove(
    @Body() body: ProofBody,
    @Req() request: FastifyRequest,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RedeemedDto> {
    return handOn(reply, this.cookies, await this.confirm.execute(this.secret(request), body, origin));
  }

  @Post('step/totp')
  @Public('offers a secret for the first authenticator app')
  @HttpCode(200)
  @ApiOkResponse({ type: TotpOfferDto })
  async offerTotp(@Req() request: FastifyRequest): Promise<TotpOfferDto> {
    const { accountId } = await this.factors.enrolment(this.secret(request));
    return this.factors.offerTotp(accountId);
  }

  @Post('step/new-passkey-options')
  @Public('asks for the first passkey')
  @HttpCode(200)
  @ApiOkResponse({ type: PasskeyOptionsDto })
  async newPasskeyOptions(@Req() request: FastifyRequest): Promise<PasskeyOptionsDto> {
    const step = await this.factors.enrolment(this.secret(request));
    return { options: await this.factors.passkeyOptions(step, step.accountId) };
  }

  @Post('step/enrol')
  @Public('adds the first factor')
  @HttpCode(200)
  @ApiOkResponse({ type: FactorAddedDto })
  async enrol(
    @Body() body: FactorBody,
    @Req() request: FastifyRequest,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FactorAddedDto> {
    const { token, recoveryCodes } = await this.factors.enrol(this.secret(request), body, origin);
    handSession(reply, this.cookies, token);
    return { recoveryCodes };
  }

  @Post('passkey/options')
  @Public('asks for any passkey of this site')
  @HttpCode(200)
  @ApiOkResponse({ type: PasskeyOptionsDto })
  async anyPasskeyOptions(@Res({ passthrough: true }) reply: FastifyReply): Promise<PasskeyOptionsDto> {
    const { secret, expiresAt, options } = await this.confirm.beginPasskey();
    void reply.setCookie(this.cookies.step, secret, { ...this.cookies.options, expires: expiresAt });
    return { options };
  }

  @Post('passkey')
  @Public('signs in by passkey')
  @HttpCode(200)
  @ApiOkResponse({ type: RedeemedDto })
  async passkey(
    @Body() body: PasskeyBody,
    @Req() request: FastifyRequest,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RedeemedDto> {
    handSession(reply, this.cookies, await this.confirm.withPasskey(this.secret(request), body.response, origin));
    return { outcome: 'signed_in' };
  }

  private secret(request: FastifyRequest): Buffer | undefined {
    return secretIn(request, this.cookies.step);
  }
}
