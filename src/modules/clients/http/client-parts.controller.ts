import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { identifierOpenings } from '../queries/identifier-openings.query.js';
import { ClientConsents } from '../use-cases/client-consents.use-case.js';
import { ClientIdentifiers } from '../use-cases/client-identifiers.use-case.js';
import { ClientRelationships } from '../use-cases/client-relationships.use-case.js';
import { ClientIdPipe } from './client-id.pipe.js';
import { ConsentBody, IdentifierBody, OpeningsDto, RelationshipBody, RevealBody, RevealedDto, WithdrawBody } from './client-parts.dto.js';
import { ClientDetailDto } from './client.dto.js';

/** What hangs on one client: identifiers, relationships, consents. Every change answers the whole client anew. */
@ApiTags('clients')
@Controller('clients/:id')
export class ClientPartsController {
  constructor(
    private readonly identifiers: ClientIdentifiers,
    private readonly relationships: ClientRelationships,
    private readonly consents: ClientConsents,
  ) {}

  @Post('identifiers')
  @Requires('clients:update')
  @ApiCreatedResponse({ type: ClientDetailDto })
  async addIdentifier(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Body() body: IdentifierBody,
  ): Promise<ClientDetailDto> {
    return this.identifiers.add(tx, id, body);
  }

  @Put('identifiers/:identifierId')
  @Requires('clients:update')
  @ApiOkResponse({ type: ClientDetailDto })
  async changeIdentifier(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Param('identifierId', ClientIdPipe) identifierId: string,
    @Body() body: IdentifierBody,
  ): Promise<ClientDetailDto> {
    return this.identifiers.change(tx, id, identifierId, body);
  }

  @Delete('identifiers/:identifierId')
  @Requires('clients:update')
  @ApiOkResponse({ type: ClientDetailDto })
  async removeIdentifier(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Param('identifierId', ClientIdPipe) identifierId: string,
  ): Promise<ClientDetailDto> {
    return this.identifiers.remove(tx, id, identifierId);
  }

  @Post('identifiers/:identifierId/reveal')
  @HttpCode(200)
  @Requires('clients:read')
  @ApiOkResponse({ type: RevealedDto })
  async reveal(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Param('identifierId', ClientIdPipe) identifierId: string,
    @Body() { act }: RevealBody,
  ): Promise<RevealedDto> {
    return this.identifiers.reveal(tx, id, identifierId, act);
  }

  @Get('identifiers/:identifierId/openings')
  @Requires('clients:read')
  @ApiOkResponse({ type: OpeningsDto })
  async openings(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Param('identifierId', ClientIdPipe) identifierId: string,
  ): Promise<OpeningsDto> {
    return { items: await identifierOpenings(tx, id, identifierId) };
  }

  @Post('relationships')
  @Requires('clients:update')
  @ApiCreatedResponse({ type: ClientDetailDto })
  async addRelationship(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Body() body: RelationshipBody,
  ): Promise<ClientDetailDto> {
    return this.relationships.add(tx, id, body);
  }

  @Delete('relationships/:relationshipId')
  @Requires('clients:update')
  @ApiOkResponse({ type: ClientDetailDto })
  async removeRelationship(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Param('relationshipId', ClientIdPipe) relationshipId: string,
  ): Promise<ClientDetailDto> {
    return this.relationships.remove(tx, id, relationshipId);
  }

  @Post('consents')
  @Requires('clients:update')
  @ApiCreatedResponse({ type: ClientDetailDto })
  async addConsent(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Body() body: ConsentBody,
  ): Promise<ClientDetailDto> {
    return this.consents.add(tx, id, body);
  }

  @Post('consents/:consentId/withdraw')
  @HttpCode(200)
  @Requires('clients:update')
  @ApiOkResponse({ type: ClientDetailDto })
  async withdrawConsent(
    @Tx() tx: TenantTransaction,
    @Param('id', ClientIdPipe) id: string,
    @Param('consentId', ClientIdPipe) consentId: string,
    @Body() body: WithdrawBody,
  ): Promise<ClientDetailDto> {
    return this.consents.withdraw(tx, id, consentId, body);
  }
}
