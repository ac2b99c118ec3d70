import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { readDocument, readThumbnails } from '../queries/get-document.query.js';
import { listDocuments } from '../queries/list-documents.query.js';
import { BundleDocuments } from '../use-cases/bundle-documents.use-case.js';
import { ChangeDocument } from '../use-cases/change-document.use-case.js';
import { OpenDocument } from '../use-cases/open-document.use-case.js';
import {
  BundleBody,
  BundleDto,
  DocumentBulkBody,
  DocumentChangeBody,
  DocumentDetailDto,
  DocumentIdsBody,
  DocumentListQuery,
  DocumentMoveBody,
  DocumentOutcomesDto,
  DocumentPageDto,
  LinkBody,
  LinkDto,
  ThumbnailsDto,
} from './documents.dto.js';

/** Documents: lists, one document, what is done with them, and links to their bytes. */
@ApiTags('documents')
@Controller('documents')
export class DocumentsController {
  constructor(
    private readonly changes: ChangeDocument,
    private readonly openings: OpenDocument,
    private readonly bundles: BundleDocuments,
  ) {}

  @Get()
  @Requires('documents:read', { overlap: true })
  @ApiOkResponse({ type: DocumentPageDto })
  async list(@Tx() tx: TenantTransaction, @Query() query: DocumentListQuery): Promise<DocumentPageDto> {
    const { clientId = null, state, cursor = null, limit } = query;
    return listDocuments(tx, { clientId, state, cursor, limit });
  }

  @Post('bulk')
  @HttpCode(200)
  @Requires('documents:delete')
  @ApiOperation({ summary: 'Archive, restore or remove several documents; removed ones can be restored for thirty days' })
  @ApiOkResponse({ type: DocumentOutcomesDto })
  async bulk(@Tx() tx: TenantTransaction, @Body() { ids, act }: DocumentBulkBody): Promise<DocumentOutcomesDto> {
    return { items: await this.changes.many(tx, ids, act) };
  }

  @Post('thumbnails')
  @HttpCode(200)
  @Requires('documents:read', { overlap: true })
  @ApiOkResponse({ type: ThumbnailsDto })
  async thumbnails(@Tx() tx: TenantTransaction, @Body() { ids }: DocumentIdsBody): Promise<ThumbnailsDto> {
    return { items: await readThumbnails(tx, ids) };
  }

  @Post('bundles')
  @Requires('documents:read')
  @ApiOperation({ summary: 'Make a link to several documents as one zip, for the session that asks' })
  @ApiCreatedResponse({ type: BundleDto })
  async bundle(@Tx() tx: TenantTransaction, @Body() { ids }: BundleBody): Promise<BundleDto> {
    const { token, expiresAt, documents } = await this.bundles.mint(tx, ids);
    return { url: `/api/v1/document-links/zip/${token}`, expiresAt: expiresAt.toISOString(), documents };
  }

  @Get(':id')
  @Requires('documents:read', { overlap: true })
  @ApiOkResponse({ type: DocumentDetailDto })
  async read(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<DocumentDetailDto> {
    return readDocument(tx, id);
  }

  @Patch(':id')
  @Requires('documents:update')
  @ApiOkResponse({ type: DocumentDetailDto })
  async change(
    @Tx() tx: TenantTransaction,
    @Param('id', IdPipe) id: string,
    @Body() { version, ...change }: DocumentChangeBody,
  ): Promise<DocumentDetailDto> {
    await this.changes.change(tx, id, version, change);
    return readDocument(tx, id);
  }

  @Post(':id/move')
  @HttpCode(200)
  @Requires('documents:update')
  @ApiOkResponse({ type: DocumentDetailDto })
  async move(
    @Tx() tx: TenantTransaction,
    @Param('id', IdPipe) id: string,
    @Body() { version, clientId }: DocumentMoveBody,
  ): Promise<DocumentDetailDto> {
    await this.changes.move(tx, id, version, clientId);
    return readDocument(tx, id);
  }

  @Post(':id/links')
  @Requires('documents:read')
  @ApiOperation({
    summary: 'Make a link to the bytes of a document',
    description:
      'For the session that asks, an hour at most; it is dead when the session ends, access is withdrawn or the document is removed.',
  })
  @ApiCreatedResponse({ type: LinkDto })
  async link(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string, @Body() { purpose, versionId }: LinkBody): Promise<LinkDto> {
    const { link, version, name } = await this.openings.execute(tx, id, versionId ?? null, purpose);
    return {
      url: `/api/v1/document-links/${link.token}`,
      expiresAt: link.expiresAt.toISOString(),
      versionId: version.id,
      name,
      type: version.facts.type,
      bytes: version.bytes,
      pages: version.facts.pages,
    };
  }
}
