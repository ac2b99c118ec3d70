import { Controller, Get, Headers, Param, ParseIntPipe, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { Requires, Token } from '../../../common/http/access.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { disposition } from '../domain/disposition.js';
import { BundleDocuments } from '../use-cases/bundle-documents.use-case.js';
import { ReadLink } from '../use-cases/read-link.use-case.js';
import { ShowPage } from '../use-cases/show-page.use-case.js';
import { PageQuery, PageTextDto } from './documents.dto.js';
import { Gone } from './gone.js';

/** A file of a stranger: nothing in it runs, frames or is kept. */
export const INERT = `default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'`;

/** The only way to a document's bytes. */
@ApiTags('documents')
@Controller('document-links')
export class DocumentLinksController {
  constructor(
    private readonly links: ReadLink,
    private readonly bundles: BundleDocuments,
    private readonly pages: ShowPage,
  ) {}

  @Get('zip/:token')
  @Requires('documents:read', { transaction: 'own' })
  @ApiOperation({ summary: 'Several documents as one zip, made while it is sent' })
  @ApiProduces('application/zip')
  @ApiOkResponse({ content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } })
  async zip(
    @Token() token: GrantToken,
    @RequestOrigin() origin: Origin,
    @Param('token') link: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { body, bytes, fileName } = await this.bundles.open(token, origin, link);
    void reply
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename="${fileName}"`)
      .header('content-length', String(bytes))
      .header('cache-control', 'private, no-store')
      .header('content-security-policy', INERT)
      .header('cross-origin-resource-policy', 'same-origin');
    return new StreamableFile(body);
  }

  @Get(':token')
  @Requires('documents:read', { transaction: 'own' })
  @ApiOperation({
    summary: 'The bytes behind a link',
    description:
      'One range of bytes may be asked for. Everything is checked again at each request, and on record before the first byte leaves.',
  })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } })
  async bytes(
    @Token() token: GrantToken,
    @RequestOrigin() origin: Origin,
    @Param('token') link: string,
    @Headers('range') asked: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { body, range, at, name, version, link: found } = await this.links.content(token, origin, link, asked);
    const sent = disposition(name, version.facts.type, found.purpose);
    void reply
      .header('content-type', sent.type)
      .header('content-disposition', sent.disposition)
      .header('content-length', String(range ? range.to - range.from : at.bytes))
      .header('accept-ranges', 'bytes')
      .header('cache-control', 'private, no-store')
      .header('content-security-policy', INERT)
      .header('cross-origin-resource-policy', 'same-origin');
    if (range) void reply.code(206).header('content-range', `bytes ${range.from}-${range.to - 1}/${at.bytes}`);
    return new StreamableFile(body);
  }

  @Get(':token/pages/:page')
  @Requires('documents:read', { transaction: 'own' })
  @ApiOperation({ summary: 'A page behind a link, as a picture', description: 'WebP. Pages count from 1.' })
  @ApiProduces('image/webp')
  @ApiOkResponse({ content: { 'image/webp': { schema: { type: 'string', format: 'binary' } } } })
  async page(
    @Token() token: GrantToken,
    @RequestOrigin() origin: Origin,
    @Param('token') link: string,
    @Param('page', ParseIntPipe) page: number,
    @Query() { width }: PageQuery,
    @Gone() gone: AbortSignal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const picture = await this.pages.picture({ token, origin, link, page, gone }, width);
    void reply.header('content-type', 'image/webp').header('cache-control', 'private, no-store').header('content-security-policy', INERT);
    return picture;
  }

  @Get(':token/pages/:page/text')
  @Requires('documents:read', { transaction: 'own' })
  @ApiOperation({ summary: 'The text of a page behind a link' })
  @ApiOkResponse({ type: PageTextDto })
  async text(
    @Token() token: GrantToken,
    @RequestOrigin() origin: Origin,
    @Param('token') link: string,
    @Param('page', ParseIntPipe) page: number,
    @Gone() gone: AbortSignal,
  ): Promise<PageTextDto> {
    return { text: await this.pages.text({ token, origin, link, page, gone }) };
  }
}
