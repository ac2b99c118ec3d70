import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { applyTemplate, previewTemplate, undoTemplate } from '../use-cases/apply-template.use-case.js';
import { changeTemplate, createTemplate, listTemplates, readTemplate, removeTemplate } from '../use-cases/role-templates.use-case.js';
import { accessOf } from './access-members.dto.js';
import {
  AppliedDto,
  ApplyBody,
  ApplyPreviewBody,
  ApplyPreviewDto,
  NewRoleBody,
  RoleChangeBody,
  RoleDto,
  RolesDto,
  toRoleDto,
  UndoneDto,
} from './roles.dto.js';

/** Role templates: built once. */
@ApiTags('access')
@Controller('access/templates')
export class RolesController {
  @Get()
  @Requires('team_management:read')
  @ApiOkResponse({ type: RolesDto })
  async list(@Tx() tx: TenantTransaction): Promise<RolesDto> {
    return { items: (await listTemplates(tx)).map(toRoleDto) };
  }

  @Get(':id')
  @Requires('team_management:read')
  @ApiOkResponse({ type: RoleDto })
  async read(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<RoleDto> {
    return toRoleDto(await readTemplate(tx, id));
  }

  @Post()
  @Requires('team_management:create', { administrator: true, fresh: true })
  @ApiCreatedResponse({ type: RoleDto })
  async create(@Tx() tx: TenantTransaction, @Body() body: NewRoleBody): Promise<RoleDto> {
    return toRoleDto(await createTemplate(tx, { name: body.name, ...accessOf(body) }));
  }

  @Put(':id')
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: RoleDto })
  async change(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string, @Body() body: RoleChangeBody): Promise<RoleDto> {
    return toRoleDto(await changeTemplate(tx, id, { name: body.name, version: body.version, ...accessOf(body) }));
  }

  @Delete(':id')
  @Requires('team_management:delete', { administrator: true, fresh: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<void> {
    await removeTemplate(tx, id);
  }
}

/** Roles applied to many members at once. */
@ApiTags('access')
@Controller('access/apply')
export class ApplyController {
  @Post('preview')
  @HttpCode(200)
  @Requires('team_management:update', { administrator: true })
  @ApiOperation({ summary: 'Exactly who would gain and lose what' })
  @ApiOkResponse({ type: ApplyPreviewDto })
  async preview(@Tx() tx: TenantTransaction, @Body() { templateId, memberIds }: ApplyPreviewBody): Promise<ApplyPreviewDto> {
    return previewTemplate(tx, templateId, memberIds);
  }

  @Post()
  @HttpCode(200)
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOperation({ summary: 'Apply a role as previewed: all members or none' })
  @ApiOkResponse({ type: AppliedDto })
  async apply(@Tx() tx: TenantTransaction, @Body() { templateId, memberIds, token }: ApplyBody): Promise<AppliedDto> {
    return applyTemplate(tx, templateId, memberIds, token);
  }

  @Post(':id/undo')
  @HttpCode(200)
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: UndoneDto })
  async undo(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<UndoneDto> {
    return undoTemplate(tx, id);
  }
}
