import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOCK, type Clock } from '../../../common/clock/clock.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { DocumentInvalid } from '../domain/document.errors.js';
import { listRequests, readRequest } from '../queries/requests.query.js';
import { isDay } from '../use-cases/begin-upload.use-case.js';
import { RequestDocuments } from '../use-cases/request-documents.use-case.js';
import { ItemMoveBody, ItemsBody, RequestBody, RequestDto, RequestListQuery, RequestsDto, itemOf } from './requests.dto.js';

/** Asking a client for documents, and judging what comes. */
@ApiTags('documents')
@Controller('document-requests')
export class RequestsController {
  constructor(
    private readonly requests: RequestDocuments,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('documents:read', { overlap: true })
  @ApiOkResponse({ type: RequestsDto })
  async list(@Tx() tx: TenantTransaction, @Query() { clientId }: RequestListQuery): Promise<RequestsDto> {
    return { items: await listRequests(tx, clientId, this.clock.now()) };
  }

  @Post()
  @Requires('documents:create')
  @ApiOperation({ summary: 'Ask a client for documents; the link goes to their address' })
  @ApiCreatedResponse({ type: RequestDto })
  async ask(@Tx() tx: TenantTransaction, @Body() body: RequestBody): Promise<RequestDto> {
    const { clientId, title, message, email, name, dueOn, reminders, items } = body;
    if (dueOn !== undefined && !isDay(dueOn))
      throw new DocumentInvalid([{ field: 'dueOn', code: 'not_a_date', message: 'Write the date as YYYY-MM-DD.' }]);
    const card = { title: title.trim(), message: message?.trim() || null, email, name: name?.trim() || null, dueOn: dueOn ?? null };
    return this.read(tx, await this.requests.ask(tx, clientId, { card, reminders: reminders ?? true }, items.map(itemOf)));
  }

  @Get(':id')
  @Requires('documents:read', { overlap: true })
  @ApiOkResponse({ type: RequestDto })
  async read(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<RequestDto> {
    return readRequest(tx, id, this.clock.now());
  }

  @Post(':id/items')
  @Requires('documents:create')
  @ApiOperation({ summary: 'Ask for more' })
  @ApiCreatedResponse({ type: RequestDto })
  async more(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string, @Body() { items }: ItemsBody): Promise<RequestDto> {
    await this.requests.askForMore(tx, id, items.map(itemOf));
    return this.read(tx, id);
  }

  @Post(':id/send-again')
  @HttpCode(200)
  @Requires('documents:create')
  @ApiOperation({ summary: 'Mail a new link, in your own name; the one before is dead' })
  @ApiOkResponse({ type: RequestDto })
  async again(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<RequestDto> {
    await this.requests.again(tx, id);
    return this.read(tx, id);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Requires('documents:update')
  @ApiOperation({ summary: 'End a request; its link opens nothing more' })
  @ApiOkResponse({ type: RequestDto })
  async close(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<RequestDto> {
    await this.requests.close(tx, id);
    return this.read(tx, id);
  }

  @Post(':id/items/:itemId')
  @HttpCode(200)
  @Requires('documents:update')
  @ApiOperation({ summary: 'Judge what came for an item, or say that it is not needed' })
  @ApiOkResponse({ type: RequestDto })
  async judge(
    @Tx() tx: TenantTransaction,
    @Param('id', IdPipe) id: string,
    @Param('itemId', IdPipe) itemId: string,
    @Body() { state, reason, version }: ItemMoveBody,
  ): Promise<RequestDto> {
    await this.requests.judge(tx, id, { itemId, state, reason: reason?.trim() || null, version });
    return this.read(tx, id);
  }
}
