import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { SearchDocumentsQuery } from '../queries/search-documents.query.js';
import { DocumentSearchBody, FoundDocumentsDto } from './document-search.dto.js';
import { rangeDay } from './range-day.js';

/** Finding documents. */
@ApiTags('documents')
@Controller('documents')
export class DocumentSearchController {
  constructor(private readonly searches: SearchDocumentsQuery) {}

  @Post('search')
  @HttpCode(200)
  @Requires('documents:read', { overlap: true })
  @ApiOperation({ summary: 'Find documents by name, kind, category, client, day they were added and day they expire' })
  @ApiOkResponse({ type: FoundDocumentsDto })
  async search(@Tx() tx: TenantTransaction, @Body() body: DocumentSearchBody): Promise<FoundDocumentsDto> {
    const text = body.text?.trim() || null;
    return this.searches.execute(tx, {
      text,
      clientId: body.clientId ?? null,
      kinds: body.types ?? null,
      categories: body.categories?.map((category) => (category === 'none' ? null : category)) ?? null,
      addedFrom: rangeDay('addedFrom', body.addedFrom),
      addedTo: rangeDay('addedTo', body.addedTo),
      expiresFrom: rangeDay('expiresFrom', body.expiresFrom),
      expiresTo: rangeDay('expiresTo', body.expiresTo),
      states: body.states,
      sort: body.sort ?? (text === null ? 'added' : 'relevance'),
      cursor: body.cursor ?? null,
      limit: body.limit,
    });
  }
}
