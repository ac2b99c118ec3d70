import { Body, Controller, Get, Headers, HttpCode, Inject, Param, ParseIntPipe, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import type { FastifyReply } from 'fastify';
import type { Origin } from '../../../common/database/audit-entry.js';
import { Public } from '../../../common/http/access.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { disposition } from '../domain/disposition.js';
import { CODE_DIGITS } from '../domain/door.js';
import { answerView } from '../queries/answer-view.js';
import { AnswerRequest } from '../use-cases/answer-request.use-case.js';
import { Doors } from '../use-cases/doors.use-case.js';
import { ReadShare } from '../use-cases/read-share.use-case.js';
import { INERT } from './document-links.controller.js';
import { PageQuery } from './documents.dto.js';
import { Gone } from './gone.js';
import { AskedForDto, DoorCodeBody, EnteredDto, KnockBody, KnockedDto, SharedDocumentDto } from './outside.dto.js';
import { VISITOR_COOKIE, Visitor, type VisitorCookie } from './visitor.js';

/** Attempts from one network in a minute; how often a door may be tried is the database's. */
const DOOR = { default: { limit: 30, ttl: 60_000 } };
/** Requests of somebody who is in, in a minute from one network: pages of a document, files of a checklist. */
export const INSIDE = { default: { limit: 600, ttl: 60_000 } };

/** People without an account: a link from a mail, a code to the same address, then one share or one request. */
@ApiTags('outside')
@Controller('outside')
export class OutsideController {
  constructor(
    private readonly doors: Doors,
    private readonly shares: ReadShare,
    private readonly requests: AnswerRequest,
    @Inject(VISITOR_COOKIE) private readonly cookie: VisitorCookie,
  ) {}

  @Post('knock')
  @Public('asks for a code to the address that a link was mailed to')
  @Throttle(DOOR)
  @HttpCode(200)
  @ApiOkResponse({ type: KnockedDto })
  async knock(@Body() { token }: KnockBody, @RequestOrigin() origin: Origin): Promise<KnockedDto> {
    return { ...(await this.doors.knock(token, origin)), digits: CODE_DIGITS };
  }

  @Post('code')
  @Public('spends a code, together with the link it was asked for by')
  @Throttle(DOOR)
  @HttpCode(200)
  @ApiOkResponse({ type: EnteredDto })
  async code(
    @Body() { token, code }: DoorCodeBody,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnteredDto> {
    const { kind, session, until } = await this.doors.enter(token, code, origin);
    void reply.setCookie(this.cookie.name, session, { ...this.cookie.options, expires: until });
    return { kind };
  }

  @Post('leave')
  @Public('ends a session of somebody outside')
  @Throttle(DOOR)
  @HttpCode(204)
  @ApiNoContentResponse()
  async leave(@Visitor() visitor: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (visitor !== undefined) await this.doors.leave(visitor);
    void reply.clearCookie(this.cookie.name, this.cookie.options);
  }

  @Get('share')
  @Public('needs the session of somebody outside')
  @Throttle(INSIDE)
  @ApiOkResponse({ type: SharedDocumentDto })
  async share(@Visitor() visitor: string | undefined, @RequestOrigin() origin: Origin): Promise<SharedDocumentDto> {
    return this.shares.look(visitor, origin);
  }

  @Get('share/pages/:page')
  @Public('needs the session of somebody outside')
  @Throttle(INSIDE)
  @ApiOperation({ summary: 'A page of the shared document, as a picture', description: 'WebP. Pages count from 1.' })
  @ApiProduces('image/webp')
  @ApiOkResponse({ content: { 'image/webp': { schema: { type: 'string', format: 'binary' } } } })
  async page(
    @Visitor() visitor: string | undefined,
    @RequestOrigin() origin: Origin,
    @Param('page', ParseIntPipe) page: number,
    @Query() { width }: PageQuery,
    @Gone() gone: AbortSignal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const picture = await this.shares.page(visitor, origin, { page, width, gone });
    void reply.header('content-type', 'image/webp').header('cache-control', 'private, no-store').header('content-security-policy', INERT);
    return picture;
  }

  @Get('share/file')
  @Public('needs the session of somebody outside')
  @Throttle(INSIDE)
  @ApiOperation({ summary: 'The shared file, when it may be kept', description: 'One range of bytes may be asked for.' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } })
  async file(
    @Visitor() visitor: string | undefined,
    @RequestOrigin() origin: Origin,
    @Headers('range') asked: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { body, range, bytes, name, version } = await this.shares.file(visitor, origin, asked);
    const sent = disposition(name, version.facts.type, 'download');
    void reply
      .header('content-type', sent.type)
      .header('content-disposition', sent.disposition)
      .header('content-length', String(range ? range.to - range.from : bytes))
      .header('accept-ranges', 'bytes')
      .header('cache-control', 'private, no-store')
      .header('content-security-policy', INERT)
      .header('cross-origin-resource-policy', 'same-origin');
    if (range) void reply.code(206).header('content-range', `bytes ${range.from}-${range.to - 1}/${bytes}`);
    return new StreamableFile(body);
  }

  @Get('request')
  @Public('needs the session of somebody outside')
  @Throttle(INSIDE)
  @ApiOkResponse({ type: AskedForDto })
  async request(@Visitor() visitor: string | undefined, @RequestOrigin() origin: Origin): Promise<AskedForDto> {
    return this.requests.look(visitor, origin, (tx, request, items, { door }) => answerView(tx, request, items, door.until));
  }

  @Post('request/send')
  @Public('needs the session of somebody outside')
  @Throttle(INSIDE)
  @HttpCode(204)
  @ApiOperation({ summary: 'Say that everything was sent' })
  @ApiNoContentResponse()
  async send(@Visitor() visitor: string | undefined, @RequestOrigin() origin: Origin): Promise<void> {
    await this.requests.send(visitor, origin);
  }
}
