import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import { Public } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { COOKIES, handOn, secretIn, type Cookies } from '../../identity/index.js';
import { LogoutRefused } from '../domain/single-sign-on.errors.js';
import { BackChannelLogout } from '../use-cases/back-channel-logout.use-case.js';
import { BeginSignOn } from '../use-cases/begin-sign-on.use-case.js';
import { FinishSignOn } from '../use-cases/finish-sign-on.use-case.js';
import { ReturnFromProvider } from '../use-cases/return-from-provider.use-case.js';
import { FinishBody, FinishedDto, SentOffDto, StartBody, WaysBody, WaysDto } from './sign-on.dto.js';

/** Attempts from one network in a minute. */
const DOOR = { default: { limit: 120, ttl: 60_000 } };

/** Signing in through a practice's own identity provider. */
@ApiTags('sign-in')
@Controller('auth')
@Throttle(DOOR)
export class SignOnController {
  constructor(
    private readonly begin: BeginSignOn,
    private readonly comeBack: ReturnFromProvider,
    private readonly finishing: FinishSignOn,
    private readonly logouts: BackChannelLogout,
    @Inject(COOKIES) private readonly cookies: Cookies,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('ways')
  @Public('says what follows from an address’s domain')
  @HttpCode(200)
  @ApiOkResponse({ type: WaysDto })
  async ways(@Body() { email }: WaysBody): Promise<WaysDto> {
    return this.begin.waysOf(email, this.clock.now());
  }

  @Post('sso/start')
  @Public('leaves for an identity provider')
  @HttpCode(200)
  @ApiOkResponse({ type: SentOffDto })
  async start(
    @Body() { connectionId }: StartBody,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SentOffDto> {
    const { url, browserSecret, expiresAt } = await this.begin.signIn(connectionId, origin);
    void reply.setCookie(this.cookies.away, browserSecret, { ...this.cookies.options, expires: expiresAt });
    return { url };
  }

  @Get('sso/:connection/callback')
  @Public('where an OpenID provider sends people back')
  @ApiExcludeEndpoint()
  async callback(
    @Param('connection', IdPipe) connection: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const query = request.url.split('?').slice(1).join('?');
    sendTo(reply, await this.comeBack.fromOidc(connection, query));
  }

  @Post('sso/:connection/acs')
  @Public('where a SAML provider sends people back', { fromElsewhere: true })
  @ApiExcludeEndpoint()
  async assertionConsumer(
    @Param('connection', IdPipe) connection: string,
    @Req() { body }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const posted = (body as Record<string, unknown> | undefined)?.['SAMLResponse'];
    sendTo(reply, await this.comeBack.fromSaml(connection, typeof posted === 'string' ? posted : ''));
  }

  @Get('sso/:connection/metadata')
  @Public('tells a SAML provider how to reach us')
  @ApiExcludeEndpoint()
  async metadata(@Param('connection', IdPipe) connection: string, @Res() reply: FastifyReply): Promise<void> {
    const xml = await this.comeBack.metadataOf(connection);
    void reply.type('application/samlmetadata+xml').send(xml);
  }

  @Post('sso/finish')
  @Public('spends the one-time code of whoever came back')
  @HttpCode(200)
  @ApiOkResponse({ type: FinishedDto })
  async finish(
    @Body() { code }: FinishBody,
    @Req() request: FastifyRequest,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FinishedDto> {
    const finished = await this.finishing.execute(Buffer.from(code, 'base64url'), secretIn(request, this.cookies.away), origin);
    void reply.clearCookie(this.cookies.away, this.cookies.options);
    return finished.outcome === 'tested' ? finished : (handOn(reply, this.cookies, finished) as FinishedDto);
  }

  @Post('sso/:connection/logout')
  @Public('where an OpenID provider says that somebody signed out')
  @HttpCode(200)
  @ApiExcludeEndpoint()
  async logout(
    @Param('connection', IdPipe) connection: string,
    @Req() { body }: FastifyRequest,
    @RequestOrigin() origin: Origin,
  ): Promise<void> {
    const token = (body as Record<string, unknown> | undefined)?.['logout_token'];
    if (typeof token !== 'string') throw new LogoutRefused();
    await this.logouts.execute(connection, token, origin);
  }
}

/** Sent on with GET whatever came (RFC 9110, 15.4.4); what was in the address before is in no history. */
function sendTo(reply: FastifyReply, url: string): void {
  void reply.status(303).header('location', url).send();
}
