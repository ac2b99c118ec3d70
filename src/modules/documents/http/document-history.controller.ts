import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Token, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { documentHistory, practiceHistory } from '../queries/document-history.query.js';
import { ExportDocumentHistory } from '../queries/export-document-history.query.js';
import {
  DocumentHistoryDto,
  DocumentHistoryPageQuery,
  HistoryFilterBody,
  PracticeHistoryDto,
  PracticeHistoryQuery,
  historyFilter,
} from './document-history.dto.js';

/** Who opened, downloaded, shared or changed documents (promises I-56 and I-57). */
@ApiTags('documents')
@Controller()
export class DocumentHistoryController {
  constructor(private readonly exports: ExportDocumentHistory) {}

  @Get('documents/:id/history')
  @Requires('documents:read', { overlap: true })
  @ApiOperation({ summary: 'Who opened, downloaded, shared or changed a document' })
  @ApiOkResponse({ type: DocumentHistoryDto })
  async ofOne(
    @Tx() tx: TenantTransaction,
    @Param('id', IdPipe) id: string,
    @Query() { cursor, limit }: DocumentHistoryPageQuery,
  ): Promise<DocumentHistoryDto> {
    return documentHistory(tx, id, cursor ?? null, limit);
  }

  @Get('document-history')
  @Requires('documents:read', { administrator: true })
  @ApiOperation({ summary: 'The history of all documents, also of those that are gone, for owners and administrators' })
  @ApiOkResponse({ type: PracticeHistoryDto })
  async ofAll(@Tx() tx: TenantTransaction, @Query() query: PracticeHistoryQuery): Promise<PracticeHistoryDto> {
    return practiceHistory(tx, historyFilter(query), query.cursor ?? null, query.limit);
  }

  @Post('document-history/export')
  @HttpCode(200)
  @Requires('documents:export', { transaction: 'own', administrator: true, fresh: true })
  @ApiOperation({
    summary: 'Download the history of documents as CSV',
    description:
      'UTF-8 with byte order mark, comma-separated, CRLF; cells that a spreadsheet would run as a formula are made text. A download that did ' +
      'not end properly, because access ended on the way, is incomplete.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string', format: 'binary' } } } })
  async export(
    @Token() token: GrantToken,
    @Body() body: HistoryFilterBody,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const { fileName, chunks } = await this.exports.open(token, historyFilter(body), origin);
    void reply
      .header('content-type', 'text/csv; charset=utf-8; header=present')
      .header('content-disposition', `attachment; filename="${fileName}"`)
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff');
    // Not a StreamableFile: that one ends the response properly when its source fails, and the file would look complete.
    return Readable.from(chunks, { objectMode: false });
  }
}
