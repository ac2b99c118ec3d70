import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { assertHolds, Requires, Tx } from '../../../common/http/access.js';
import { clientHistory } from '../queries/client-history.query.js';
import { ChangeManyClients } from '../use-cases/change-many-clients.use-case.js';
import { MergeClients } from '../use-cases/merge-clients.use-case.js';
import { BulkBody, BulkResultsDto, MergeBody } from './client-bodies.dto.js';
import { ClientIdPipe } from './client-id.pipe.js';
import { HistoryPageDto, HistoryQuery } from './client-parts.dto.js';
import { ClientDetailDto } from './client.dto.js';

/** Acts on more than one client, and what was done to one. */
@ApiTags('clients')
@Controller('clients')
export class ClientMergesController {
  constructor(
    private readonly merges: MergeClients,
    private readonly many: ChangeManyClients,
  ) {}

  @Post('bulk')
  @HttpCode(200)
  @Requires('clients:read')
  @ApiOkResponse({ type: BulkResultsDto })
  async bulk(@Tx() tx: TenantTransaction, @Body() body: BulkBody): Promise<BulkResultsDto> {
    assertHolds(await tx.principal(), 'clients', body.action === 'assign' ? 'update' : 'delete');
    return { results: await this.many.execute(tx, body) };
  }

  @Post(':id/merge')
  @HttpCode(200)
  @Requires('clients:delete')
  @ApiOkResponse({ type: ClientDetailDto })
  async merge(@Tx() tx: TenantTransaction, @Param('id', ClientIdPipe) id: string, @Body() body: MergeBody): Promise<ClientDetailDto> {
    assertHolds(await tx.principal(), 'clients', 'update');
    return this.merges.execute(tx, id, body);
  }

  @Get(':id/history')
  @Requires('clients:read')
  @ApiOkResponse({ type: HistoryPageDto })
  async history(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Query() { cursor, limit }: HistoryQuery,
  ): Promise<HistoryPageDto> {
    return clientHistory(tx, id, cursor ?? null, limit);
  }
}
