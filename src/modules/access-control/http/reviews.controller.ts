import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { listReviews, readReview } from '../queries/access-reviews.query.js';
import { reviewCsv, reviewPdf } from '../queries/review-file.js';
import { closeReview, decideLine, startReview } from '../use-cases/access-reviews.use-case.js';
import { DecisionBody, NewReviewBody, ReviewDto, ReviewFileQuery, ReviewLineDto, ReviewsDto } from './reviews.dto.js';

/** Who can reach what, looked through line by line. */
@ApiTags('access')
@Controller('access/reviews')
export class ReviewsController {
  @Get()
  @Requires('team_management:read', { administrator: true })
  @ApiOkResponse({ type: ReviewsDto })
  async list(@Tx() tx: TenantTransaction): Promise<ReviewsDto> {
    return { items: await listReviews(tx) };
  }

  @Post()
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiCreatedResponse({ type: ReviewDto })
  async start(@Tx() tx: TenantTransaction, @Body() { teamId, dueOn }: NewReviewBody): Promise<ReviewDto> {
    return readReview(tx, await startReview(tx, { teamId: teamId ?? null, dueOn }));
  }

  @Get(':id')
  @Requires('team_management:read', { administrator: true })
  @ApiOkResponse({ type: ReviewDto })
  async read(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<ReviewDto> {
    return readReview(tx, id);
  }

  @Put(':id/lines/:lineId')
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: ReviewDto })
  async decide(
    @Tx() tx: TenantTransaction,
    @Param('id', IdPipe) id: string,
    @Param('lineId', IdPipe) lineId: string,
    @Body() { decision }: DecisionBody,
  ): Promise<ReviewDto> {
    await decideLine(tx, id, lineId, decision);
    return readReview(tx, id);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: ReviewLineDto })
  async close(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<ReviewLineDto> {
    await closeReview(tx, id);
    const { items: _items, ...line } = await readReview(tx, id);
    return line;
  }

  @Get(':id/export')
  @Requires('team_management:read', { administrator: true })
  @ApiProduces('text/csv', 'application/pdf')
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  async export(
    @Tx() tx: TenantTransaction,
    @Param('id', IdPipe) id: string,
    @Query() { format }: ReviewFileQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const review = await readReview(tx, id);
    const [practice] = await tx.query<{ name: string }>({ text: 'select name from app.organisation' });
    await tx.keyring();
    tx.audit({ action: 'export', subject: { kind: 'access_review', id }, detail: { format } });
    void reply.header('cache-control', 'no-store');
    return new StreamableFile(format === 'csv' ? reviewCsv(review) : await reviewPdf(review, practice!.name), {
      type: format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/pdf',
      disposition: `attachment; filename="access-review-${review.startedAt.slice(0, 10)}.${format}"`,
    });
  }
}
