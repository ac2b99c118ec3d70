import { Readable } from 'node:stream';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { Requires, Token } from '../../../common/http/access.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { ExportClients, type ExportFilter } from '../queries/export-clients.query.js';
import { ExportBody } from './client-export.dto.js';
import { rangeDay, toFilters } from './list-filters.js';

/** Exports clients as CSV. */
@ApiTags('clients')
@Controller('clients/export')
export class ClientExportController {
  constructor(private readonly exportClients: ExportClients) {}

  @Post()
  @HttpCode(200)
  @Requires('clients:export', { transaction: 'own', fresh: true })
  @ApiOperation({
    summary: 'Download the clients that you may see as CSV',
    description:
      'UTF-8 with byte order mark, comma-separated, CRLF; an import reads the columns back. Cells that a spreadsheet would run as a formula are made text. ' +
      'The file is sent while it is made. When the caller signs out, or what they may see changes, the connection is closed without the final chunk: ' +
      'a download that did not end properly is incomplete and must be thrown away.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string', format: 'binary' } } } })
  async export(
    @Token() token: GrantToken,
    @Body() body: ExportBody,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const { fileName, chunks } = await this.exportClients.open(token, filterOf(body), origin);
    void reply
      .header('content-type', 'text/csv; charset=utf-8; header=present')
      .header('content-disposition', `attachment; filename="${fileName}"`)
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff');
    // Not a StreamableFile: that one ends the response properly when its source fails, and the file would look complete.
    return Readable.from(chunks, { objectMode: false });
  }
}

function filterOf(body: ExportBody): ExportFilter {
  const [bornFrom, bornTo] = [rangeDay('bornFrom', body.bornFrom), rangeDay('bornTo', body.bornTo)];
  return {
    ...toFilters(body),
    ...(body.ids && { ids: body.ids }),
    ...(bornFrom !== null && { bornFrom }),
    ...(bornTo !== null && { bornTo }),
  };
}
