import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { ForDirectory, Tx } from '../../../common/http/access.js';
import { isId } from '../../../common/ids.js';
import type { ScimObject } from '../domain/resource.js';
import { noSuchResource } from '../domain/scim.errors.js';
import { DirectoryRepository, type DirectoryGroup } from '../persistence/directory.repository.js';
import {
  groupResource,
  listGroups,
  listUsers,
  readGroupResource,
  readListRequest,
  readUserResource,
  userResource,
} from '../queries/list-resources.query.js';
import { DirectoryGroups } from '../use-cases/directory-groups.use-case.js';
import { DirectoryUsers } from '../use-cases/directory-users.use-case.js';
import { SCIM_JSON, ScimFilter } from './scim.filter.js';
import { SCIM_BASE } from './scim-base.token.js';

type Queries = Readonly<Record<string, unknown>>;

/** People by SCIM 2.0 (RFC 7644), in the dialects of Okta and Entra. */
@ApiExcludeController()
@UseFilters(ScimFilter)
@Controller('scim/v2/Users')
@ForDirectory()
export class ScimUsersController {
  constructor(
    private readonly users: DirectoryUsers,
    @Inject(SCIM_BASE) private readonly base: string,
  ) {}

  @Get()
  @Header('content-type', SCIM_JSON)
  async list(@Tx() tx: TenantTransaction, @Query() query: Queries): Promise<ScimObject> {
    return listUsers(tx, readListRequest(query), this.base);
  }

  @Get(':id')
  @Header('content-type', SCIM_JSON)
  async read(@Tx() tx: TenantTransaction, @Param('id') id: string): Promise<ScimObject> {
    return readUserResource(tx, known(id), this.base);
  }

  @Post()
  @Header('content-type', SCIM_JSON)
  async create(@Tx() tx: TenantTransaction, @Body() body: object, @Res({ passthrough: true }) reply: FastifyReply): Promise<ScimObject> {
    const user = await this.users.create(tx, body);
    void reply.header('location', `${this.base}/Users/${user.id}`);
    return userResource(user, this.base);
  }

  @Put(':id')
  @Header('content-type', SCIM_JSON)
  async replace(
    @Tx() tx: TenantTransaction,
    @Param('id') id: string,
    @Body() body: object,
    @Req() request: FastifyRequest,
  ): Promise<ScimObject> {
    return userResource(await this.users.replace(tx, known(id), body, versionOf(request)), this.base);
  }

  @Patch(':id')
  @Header('content-type', SCIM_JSON)
  async patch(
    @Tx() tx: TenantTransaction,
    @Param('id') id: string,
    @Body() body: object,
    @Req() request: FastifyRequest,
  ): Promise<ScimObject> {
    return userResource(await this.users.patch(tx, known(id), body, versionOf(request)), this.base);
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Tx() tx: TenantTransaction, @Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    await this.users.remove(tx, known(id), versionOf(request));
  }
}

/** Groups by SCIM 2.0: teams that the directory made. */
@ApiExcludeController()
@UseFilters(ScimFilter)
@Controller('scim/v2/Groups')
@ForDirectory()
export class ScimGroupsController {
  constructor(
    private readonly groups: DirectoryGroups,
    @Inject(SCIM_BASE) private readonly base: string,
  ) {}

  @Get()
  @Header('content-type', SCIM_JSON)
  async list(@Tx() tx: TenantTransaction, @Query() query: Queries): Promise<ScimObject> {
    return listGroups(tx, readListRequest(query), this.base);
  }

  @Get(':id')
  @Header('content-type', SCIM_JSON)
  async read(@Tx() tx: TenantTransaction, @Param('id') id: string): Promise<ScimObject> {
    return readGroupResource(tx, known(id), this.base);
  }

  @Post()
  @Header('content-type', SCIM_JSON)
  async create(@Tx() tx: TenantTransaction, @Body() body: object, @Res({ passthrough: true }) reply: FastifyReply): Promise<ScimObject> {
    const group = await this.groups.create(tx, body);
    void reply.header('location', `${this.base}/Groups/${group.id}`);
    return this.written(tx, group);
  }

  @Put(':id')
  @Header('content-type', SCIM_JSON)
  async replace(
    @Tx() tx: TenantTransaction,
    @Param('id') id: string,
    @Body() body: object,
    @Req() request: FastifyRequest,
  ): Promise<ScimObject> {
    return this.written(tx, await this.groups.replace(tx, known(id), body, versionOf(request)));
  }

  @Patch(':id')
  @Header('content-type', SCIM_JSON)
  async patch(
    @Tx() tx: TenantTransaction,
    @Param('id') id: string,
    @Body() body: object,
    @Req() request: FastifyRequest,
  ): Promise<ScimObject> {
    return this.written(tx, await this.groups.patch(tx, known(id), body, versionOf(request)));
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Tx() tx: TenantTransaction, @Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    await this.groups.remove(tx, known(id), versionOf(request));
  }

  private async written(tx: TenantTransaction, group: DirectoryGroup): Promise<ScimObject> {
    return groupResource(group, await (await DirectoryRepository.in(tx)).names(group.memberIds), this.base);
  }
}

/** An id that cannot be one names nothing. */
function known(id: string): string {
  if (!isId(id)) throw noSuchResource();
  return id;
}

/** The version that a change is based on (RFC 7644, 3.14); null when it says none, and one that never is for what is none of ours. */
function versionOf({ headers }: FastifyRequest): number | null {
  const given = headers['if-match'];
  if (given === undefined || given === '*') return null;
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(given);
  return match ? Number(match[1]) : 0;
}
