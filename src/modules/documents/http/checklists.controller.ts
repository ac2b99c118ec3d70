import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import type { Checklist } from '../domain/checklist.js';
import { addChecklist, changeChecklist, listChecklists, removeChecklist } from '../use-cases/keep-checklists.use-case.js';
import { ChecklistBody, ChecklistChangeBody, ChecklistDto, ChecklistsDto } from './checklists.dto.js';
import { itemOf } from './requests.dto.js';

/** The practice's own checklists, to begin requests for documents with. */
@ApiTags('documents')
@Controller('document-checklists')
export class ChecklistsController {
  @Get()
  @Requires('documents:read', { overlap: true })
  @ApiOkResponse({ type: ChecklistsDto })
  async list(@Tx() tx: TenantTransaction): Promise<ChecklistsDto> {
    return { items: (await listChecklists(tx)).map((one) => ChecklistDto.of(one)) };
  }

  @Post()
  @Requires('documents:create')
  @ApiOperation({ summary: 'Keep a checklist for everybody in the practice' })
  @ApiCreatedResponse({ type: ChecklistDto })
  async add(@Tx() tx: TenantTransaction, @Body() { id, ...text }: ChecklistBody): Promise<ChecklistDto> {
    return ChecklistDto.of(await addChecklist(tx, id, checklistOf(text)));
  }

  @Put(':id')
  @Requires('documents:update')
  @ApiOperation({ summary: 'Change a checklist; requests that began with it stay as they are' })
  @ApiOkResponse({ type: ChecklistDto })
  async change(
    @Tx() tx: TenantTransaction,
    @Param('id', IdPipe) id: string,
    @Body() { version, ...text }: ChecklistChangeBody,
  ): Promise<ChecklistDto> {
    return ChecklistDto.of(await changeChecklist(tx, { id, version, ...checklistOf(text) }));
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('documents:delete')
  @ApiOperation({ summary: 'Remove a checklist; requests that began with it stay as they are' })
  @ApiNoContentResponse()
  async remove(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<void> {
    await removeChecklist(tx, id);
  }
}

function checklistOf({ name, title, items }: Pick<ChecklistBody, 'name' | 'title' | 'items'>): Checklist {
  return { name: name.trim(), title: title?.trim() || name.trim(), items: items.map(itemOf) };
}
