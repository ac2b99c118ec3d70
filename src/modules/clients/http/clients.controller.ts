import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Token, Tx } from '../../../common/http/access.js';
import { FindDuplicatesQuery } from '../queries/find-duplicates.query.js';
import { readClient } from '../queries/get-client.query.js';
import { ListClientsQuery } from '../queries/list-clients.query.js';
import { SearchClientsQuery } from '../queries/search-clients.query.js';
import { ArchiveClient } from '../use-cases/archive-client.use-case.js';
import { ChangeClient } from '../use-cases/change-client.use-case.js';
import { CreateClient } from '../use-cases/create-client.use-case.js';
import { ClientIdPipe } from './client-id.pipe.js';
import { ClientChangeBody, NewClientBody, PossibleDuplicateBody, VersionBody } from './client-bodies.dto.js';
import { ClientListQuery, ClientPageDto, ClientSearchBody, FoundClientsDto, PossibleDuplicatesDto } from './client-lists.dto.js';
import { ClientDetailDto } from './client.dto.js';
import { filtersFromQuery, rangeDay, toFilters } from './list-filters.js';

/** Clients: lists, search, one client's page, and changes to it. */
@ApiTags('clients')
@Controller('clients')
export class ClientsController {
  constructor(
    private readonly lists: ListClientsQuery,
    private readonly searches: SearchClientsQuery,
    private readonly duplicates: FindDuplicatesQuery,
    private readonly creation: CreateClient,
    private readonly changes: ChangeClient,
    private readonly archives: ArchiveClient,
  ) {}

  @Get()
  @Requires('clients:read', { overlap: true })
  @ApiOkResponse({ type: ClientPageDto })
  async list(@Tx() tx: TenantTransaction, @Token() token: GrantToken, @Query() query: ClientListQuery): Promise<ClientPageDto> {
    const filters = filtersFromQuery(query);
    const [cursor, limit] = [query.cursor ?? null, query.limit];
    if (query.sort !== 'name') return this.lists.execute(tx, token, { filters, cursor, limit });
    const { items, nextCursor } = await this.searches.execute(tx, {
      text: null,
      filters,
      bornFrom: null,
      bornTo: null,
      sort: 'name',
      cursor,
      limit,
    });
    return { items, nextCursor };
  }

  @Post('search')
  @HttpCode(200)
  @Requires('clients:read', { overlap: true })
  @ApiOkResponse({ type: FoundClientsDto })
  async search(@Tx() tx: TenantTransaction, @Body() body: ClientSearchBody): Promise<FoundClientsDto> {
    const text = body.text?.trim() || null;
    return this.searches.execute(tx, {
      text,
      filters: toFilters(body),
      bornFrom: rangeDay('bornFrom', body.bornFrom),
      bornTo: rangeDay('bornTo', body.bornTo),
      sort: body.sort ?? (text === null ? 'activity' : 'relevance'),
      cursor: body.cursor ?? null,
      limit: body.limit,
    });
  }

  @Post('duplicates')
  @HttpCode(200)
  @Requires('clients:read')
  @ApiOkResponse({ type: PossibleDuplicatesDto })
  async possibleDuplicates(@Tx() tx: TenantTransaction, @Body() body: PossibleDuplicateBody): Promise<PossibleDuplicatesDto> {
    return { items: await this.duplicates.execute(tx, body) };
  }

  @Post()
  @Requires('clients:create')
  @ApiCreatedResponse({ type: ClientDetailDto })
  async create(@Tx() tx: TenantTransaction, @Body() body: NewClientBody): Promise<ClientDetailDto> {
    return this.creation.execute(tx, body);
  }

  @Get(':id')
  @Requires('clients:read', { overlap: true })
  @ApiOkResponse({ type: ClientDetailDto })
  async read(@Tx() tx: TenantTransaction, @Param('id', ClientIdPipe) id: string): Promise<ClientDetailDto> {
    return readClient(tx, id);
  }

  @Patch(':id')
  @Requires('clients:update')
  @ApiOkResponse({ type: ClientDetailDto })
  async change(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Body() body: ClientChangeBody,
  ): Promise<ClientDetailDto> {
    return this.changes.execute(tx, id, body);
  }

  @Post(':id/archive')
  @HttpCode(200)
  @Requires('clients:delete')
  @ApiOkResponse({ type: ClientDetailDto })
  async archive(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Body() { version }: VersionBody,
  ): Promise<ClientDetailDto> {
    return this.archives.archive(tx, id, version);
  }

  @Post(':id/restore')
  @HttpCode(200)
  @Requires('clients:delete')
  @ApiOkResponse({ type: ClientDetailDto })
  async restore(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Body() { version }: VersionBody,
  ): Promise<ClientDetailDto> {
    return this.archives.restore(tx, id, version);
  }
}
