import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as client from 'openid-client';
import type { Origin } from '../../../common/database/audit-entry.js';
import { DomainError, NotFound } from '../../../common/errors.js';
import { Public } from '../../../common/http/access.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import type { Provider } from '../domain/provider.js';
import { Apple } from '../use-cases/apple.js';
import { ProviderSignIn } from '../use-cases/provider-sign-in.use-case.js';
import { COOKIES, handOn, secretIn, type Cookies } from './cookies.js';
import { fromAnotherSite } from './fetch-site.js';
import { GoogleGuard, type GoogleRequest } from './google.strategy.js';
import { ProvidersDto, ReturnedDto } from './providers.dto.js';

const DOOR = { default: { limit: 120, ttl: 60_000 } };
/** The page that goes on, from our own origin. */
const BACK = '/sign-in/provider';

/** The providers that are set up. */
export const AVAILABLE = Symbol('AvailableProviders');

/**
 * Signing in with Google or Apple. The provider's answer opens nothing by itself: it is kept, the browser is sent to a page of
 * ours, and only a post from there with the cookie that set out goes on, so no session hangs on an address.
 */
@ApiTags('sign-in')
@Controller('auth')
@Throttle(DOOR)
export class ProvidersController {
  constructor(
    private readonly signIn: ProviderSignIn,
    private readonly apple: Apple,
    @Inject(AVAILABLE) private readonly available: Provider[],
    @Inject(COOKIES) private readonly cookies: Cookies,
  ) {}

  @Get('providers')
  @Public('says which providers are set up')
  @ApiOkResponse({ type: ProvidersDto })
  providers(): ProvidersDto {
    return { items: this.available };
  }

  @Get('google')
  @Public('sends a browser to Google')
  @UseGuards(GoogleGuard)
  @ApiExcludeEndpoint()
  google(): void {
    // The guard has answered with a redirect.
  }

  @Get('google/callback')
  @Public('takes a browser back from Google')
  @UseGuards(GoogleGuard)
  @ApiExcludeEndpoint()
  async googleCallback(@Req() request: GoogleRequest, @Res() reply: FastifyReply): Promise<void> {
    const { user, flowId } = request;
    if (user && flowId !== undefined) await this.signIn.arrived(flowId, user);
    await reply.redirect(BACK, 303);
  }

  @Get('apple')
  @Public('sends a browser to Apple')
  @ApiExcludeEndpoint()
  async toApple(@Req() request: FastifyRequest, @Query('purpose') purpose: unknown, @Res() reply: FastifyReply): Promise<void> {
    if (!this.available.includes('apple') || fromAnotherSite(request)) throw new NotFound();
    const secrets = { verifier: client.randomPKCECodeVerifier(), nonce: client.randomNonce() };
    const { browserSecret, state, expiresAt } = await this.signIn.begin('apple', purpose === 'link' ? 'link' : 'sign_in', secrets);
    const url = await this.apple.authorizationUrl(state, secrets);
    await reply.setCookie(this.cookies.provider, browserSecret, { ...this.cookies.options, expires: expiresAt }).redirect(url, 303);
  }

  @Get('apple/callback')
  @Public('takes a browser back from Apple')
  @ApiExcludeEndpoint()
  async appleCallback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!this.available.includes('apple')) throw new NotFound();
    const query = new URLSearchParams(request.url.split('?', 2)[1] ?? '');
    const state = query.get('state') ?? '';
    try {
      const { id, secrets } = await this.signIn.call('apple', state);
      await this.signIn.arrived(id, await this.apple.identify(query, state, secrets));
    } catch (error) {
      // Whatever was wrong with it, the page says that the way is over: nothing arrived.
      if (!(error instanceof DomainError)) throw error;
    }
    await reply.redirect(BACK, 303);
  }

  @Post('provider')
  @Public('goes on after a provider, in the browser that set out')
  @HttpCode(200)
  @ApiOkResponse({ type: ReturnedDto })
  async goOn(
    @Req() request: FastifyRequest,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReturnedDto> {
    const returned = await this.signIn.goOn(secretIn(request, this.cookies.provider), origin);
    if (returned.outcome === 'unlinked') return returned;
    void reply.clearCookie(this.cookies.provider, this.cookies.options);
    return handOn(reply, this.cookies, returned) as ReturnedDto;
  }
}
