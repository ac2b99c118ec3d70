import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CLOCK, type Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput } from '../../../common/errors.js';
import { Requires, Token, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { COOKIES, type Cookies } from '../../identity/index.js';
import { SignOnAddresses } from '../providers/addresses.js';
import { SignOnOverview } from '../queries/overview.query.js';
import { BeginSignOn } from '../use-cases/begin-sign-on.use-case.js';
import { ManageConnections } from '../use-cases/manage-connections.use-case.js';
import { ReadMetadata } from '../use-cases/read-metadata.use-case.js';
import { MetadataBody, MetadataDto } from './providers.dto.js';
import { SentOffDto } from './sign-on.dto.js';
import { ConnectionBody, ConnectionDto, NewConnectionBody, SingleSignOnDto } from './single-sign-on.dto.js';
import { toConnectionDto, toDomainDto, toInput, toMetadataDto } from './single-sign-on.mapping.js';

const CHANGE = { administrator: true, fresh: true } as const;

/** A practice's connections to its own identity provider, set up by its administrators. */
@ApiTags('single-sign-on')
@Controller('single-sign-on')
export class SingleSignOnController {
  constructor(
    private readonly overview: SignOnOverview,
    private readonly connections: ManageConnections,
    private readonly begin: BeginSignOn,
    private readonly addresses: SignOnAddresses,
    private readonly metadata: ReadMetadata,
    private readonly tenants: TenantDatabase,
    @Inject(COOKIES) private readonly cookies: Cookies,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('settings:read', { administrator: true })
  @ApiOkResponse({ type: SingleSignOnDto })
  async read(@Tx() tx: TenantTransaction): Promise<SingleSignOnDto> {
    const { domains, connections, cameBy, breakGlass } = await this.overview.execute(tx);
    return {
      domains: domains.map(toDomainDto),
      connections: connections.map((connection) => toConnectionDto(connection, this.addresses, this.clock.now())),
      cameBy,
      breakGlass,
    };
  }

  @Post('connections')
  @Requires('settings:update', CHANGE)
  @ApiCreatedResponse({ type: ConnectionDto })
  async create(@Body() body: NewConnectionBody, @Tx() tx: TenantTransaction): Promise<ConnectionDto> {
    return this.one(tx, await this.connections.create(tx, body.kind, toInput(body)));
  }

  @Get('connections/:id')
  @Requires('settings:read', { administrator: true })
  @ApiOkResponse({ type: ConnectionDto })
  async readOne(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction): Promise<ConnectionDto> {
    return this.one(tx, id);
  }

  @Put('connections/:id')
  @Requires('settings:update', CHANGE)
  @ApiOkResponse({ type: ConnectionDto })
  async change(@Param('id', IdPipe) id: string, @Body() body: ConnectionBody, @Tx() tx: TenantTransaction): Promise<ConnectionDto> {
    await this.connections.change(tx, id, body.version, toInput(body));
    return this.one(tx, id);
  }

  @Delete('connections/:id')
  @Requires('settings:update', CHANGE)
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction): Promise<void> {
    await this.connections.remove(tx, id);
  }

  /** Off to the provider, to try it: asks it over the network, so no transaction is held meanwhile. */
  @Post('connections/:id/test')
  @Requires('settings:update', { ...CHANGE, transaction: 'own' })
  @HttpCode(200)
  @ApiOkResponse({ type: SentOffDto })
  async test(
    @Param('id', IdPipe) id: string,
    @Token() token: GrantToken,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SentOffDto> {
    const connection = await this.tenants.run(token, async (tx) => this.overview.one(tx, id), origin);
    const { url, browserSecret, expiresAt } = await this.begin.test(connection);
    void reply.setCookie(this.cookies.away, browserSecret, { ...this.cookies.options, expires: expiresAt });
    return { url };
  }

  /** What a SAML provider publishes about itself, to be looked at first: asks it over the network. */
  @Post('saml-metadata')
  @Requires('settings:update', { administrator: true, transaction: 'own' })
  @HttpCode(200)
  @ApiOkResponse({ type: MetadataDto })
  async readMetadata(@Body() { url, xml }: MetadataBody): Promise<MetadataDto> {
    if ((url === undefined) === (xml === undefined))
      throw new InvalidInput([{ field: 'url', code: 'needed', message: 'Give an address, or else the metadata itself.' }]);
    return toMetadataDto(await this.metadata.execute(url === undefined ? { xml: xml! } : { url }));
  }

  private async one(tx: TenantTransaction, id: string): Promise<ConnectionDto> {
    return toConnectionDto(await this.overview.one(tx, id), this.addresses, this.clock.now());
  }
}
