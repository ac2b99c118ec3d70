import { Controller, Get, Header, Inject, Param, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { ForDirectory, Tx } from '../../../common/http/access.js';
import { SCHEMA, type ScimObject } from '../domain/resource.js';
import { noSuchResource } from '../domain/scim.errors.js';
import { MOST_ON_PAGE } from '../queries/list-resources.query.js';
import { SCIM_JSON, ScimFilter } from './scim.filter.js';
import { SCIM_BASE } from './scim-base.token.js';

const text = (name: string, required = false): ScimObject => ({
  name,
  type: 'string',
  multiValued: false,
  required,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
});

const SCHEMAS: ScimObject[] = [
  {
    id: SCHEMA.user,
    name: 'User',
    description: 'A person who works in the practice',
    attributes: [
      { ...text('userName', true), mutability: 'immutable', uniqueness: 'server' },
      { ...text('externalId'), caseExact: true },
      text('displayName'),
      text('title'),
      { ...text('name'), type: 'complex', subAttributes: [text('givenName'), text('familyName'), text('formatted')] },
      { ...text('active'), type: 'boolean' },
    ],
  },
  {
    id: SCHEMA.group,
    name: 'Group',
    description: 'A team of the practice',
    attributes: [
      { ...text('displayName', true), uniqueness: 'server' },
      { ...text('externalId'), caseExact: true },
      { ...text('members'), type: 'complex', multiValued: true, subAttributes: [{ ...text('value'), caseExact: true }, text('display')] },
    ],
  },
];

/** What a directory may ask of us (RFC 7644, 4). */
@ApiExcludeController()
@UseFilters(ScimFilter)
@Controller('scim/v2')
@ForDirectory()
export class ScimConfigController {
  constructor(@Inject(SCIM_BASE) private readonly base: string) {}

  @Get('ServiceProviderConfig')
  @Header('content-type', SCIM_JSON)
  async config(@Tx() tx: TenantTransaction): Promise<ScimObject> {
    await tx.principal();
    return {
      schemas: [SCHEMA.config],
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true, maxResults: MOST_ON_PAGE },
      changePassword: { supported: false },
      sort: { supported: false },
      etag: { supported: true },
      authenticationSchemes: [
        { type: 'oauthbearertoken', name: 'Bearer token', description: 'A directory token of the practice', primary: true },
      ],
      meta: { resourceType: 'ServiceProviderConfig', location: `${this.base}/ServiceProviderConfig` },
    };
  }

  @Get('ResourceTypes')
  @Header('content-type', SCIM_JSON)
  async resourceTypes(@Tx() tx: TenantTransaction): Promise<ScimObject> {
    await tx.principal();
    return list(
      (['User', 'Group'] as const).map((name) => ({
        schemas: [SCHEMA.resourceType],
        id: name,
        name,
        endpoint: `/${name}s`,
        schema: name === 'User' ? SCHEMA.user : SCHEMA.group,
        meta: { resourceType: 'ResourceType', location: `${this.base}/ResourceTypes/${name}` },
      })),
    );
  }

  @Get('Schemas')
  @Header('content-type', SCIM_JSON)
  async schemas(@Tx() tx: TenantTransaction): Promise<ScimObject> {
    await tx.principal();
    return list(SCHEMAS);
  }

  @Get('Schemas/:urn')
  @Header('content-type', SCIM_JSON)
  async schema(@Tx() tx: TenantTransaction, @Param('urn') urn: string): Promise<ScimObject> {
    await tx.principal();
    const found = SCHEMAS.find(({ id }) => id === urn);
    if (!found) throw noSuchResource();
    return found;
  }
}

function list(resources: ScimObject[]): ScimObject {
  return { schemas: [SCHEMA.list], totalResults: resources.length, startIndex: 1, itemsPerPage: resources.length, Resources: resources };
}
