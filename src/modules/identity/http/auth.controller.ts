import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { Public, SignedIn, Token } from '../../../common/http/access.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { RedeemSignIn } from '../use-cases/redeem-sign-in.use-case.js';
import { RequestSignIn } from '../use-cases/request-sign-in.use-case.js';
import { SignOut } from '../use-cases/sign-out.use-case.js';
import { CodeBody, LinkBody, RedeemedDto, SignInAskedDto, SignInBody } from './auth.dto.js';
import { COOKIES, handOn, secretIn, type Cookies } from './cookies.js';

/** Attempts from one network in a minute; the rules per account are the domain's. */
const DOOR = { default: { limit: 120, ttl: 60_000 } };

/** Sign-in by magic link, and sign-out. */
@ApiTags('sign-in')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly requestSignIn: RequestSignIn,
    private readonly redeemSignIn: RedeemSignIn,
    private readonly signOutOf: SignOut,
    @Inject(COOKIES) private readonly cookies: Cookies,
  ) {}

  @Post('sign-in')
  @Public('asks for a link')
  @Throttle(DOOR)
  @HttpCode(202)
  @ApiResponse({ status: 202, type: SignInAskedDto })
  async ask(
    @Body() body: SignInBody,
    @Req() request: FastifyRequest,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInAskedDto> {
    const { browserSecret, expiresAt } = await this.requestSignIn.execute(body.email, secretIn(request, this.cookies.asking), origin);
    void reply.setCookie(this.cookies.asking, browserSecret, { ...this.cookies.options, expires: expiresAt });
    return { expiresAt: expiresAt.toISOString() };
  }

  @Post('link')
  @Public('spends a link')
  @Throttle(DOOR)
  @HttpCode(200)
  @ApiOkResponse({ type: RedeemedDto })
  async link(
    @Body() body: LinkBody,
    @Req() request: FastifyRequest,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RedeemedDto> {
    const redeemed = await this.redeemSignIn.withLink(Buffer.from(body.token, 'base64url'), secretIn(request, this.cookies.asking), origin);
    if (redeemed.outcome === 'code') return { outcome: 'code', code: redeemed.code, expiresAt: redeemed.expiresAt.toISOString() };
    return handOn(reply, this.cookies, redeemed);
  }

  @Post('code')
  @Public('spends a code')
  @Throttle(DOOR)
  @HttpCode(200)
  @ApiOkResponse({ type: RedeemedDto })
  async code(
    @Body() body: CodeBody,
    @Req() request: FastifyRequest,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RedeemedDto> {
    return handOn(reply, this.cookies, await this.redeemSignIn.withCode(body.code, secretIn(request, this.cookies.asking), origin));
  }

  @Post('sign-out')
  @SignedIn({ transaction: 'own', ownSession: true, anyNetwork: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async signOut(
    @Token() token: GrantToken,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.leave(token, false, origin, reply);
  }

  @Post('sign-out-everywhere')
  @SignedIn({ transaction: 'own', ownSession: true, anyNetwork: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async signOutEverywhere(
    @Token() token: GrantToken,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.leave(token, true, origin, reply);
  }

  private async leave(token: GrantToken, everywhere: boolean, origin: Origin, reply: FastifyReply): Promise<void> {
    await this.signOutOf.execute(token, everywhere, origin);
    void reply.clearCookie(this.cookies.session, this.cookies.options);
    void reply.clearCookie(this.cookies.view, this.cookies.options);
  }
}
