import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import type { Scope } from '../../../common/database/principal.js';
import type { Review, ReviewedGrant, ReviewLine } from '../queries/access-reviews.query.js';

/** A review to be started. */
export class NewReviewBody {
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    required: false,
    description: 'A team and those below it; everybody without it',
  })
  @IsOptional()
  @IsUUID(undefined, { message: 'Name a team, or none for everybody.' })
  teamId?: string | null;

  @ApiProperty({ format: 'date', example: '2027-03-31' })
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { message: 'Say when it is due, such as 2027-03-31.' })
  dueOn!: string;
}

/** What becomes of one line. */
export class DecisionBody {
  @ApiProperty({ enum: ['approved', 'revoked'] })
  @IsIn(['approved', 'revoked'], { message: 'Approve or revoke.' })
  decision!: 'approved' | 'revoked';
}

/** In which form a review is downloaded. */
export class ReviewFileQuery {
  @ApiProperty({ enum: ['csv', 'pdf'] })
  @IsIn(['csv', 'pdf'], { message: 'Choose csv or pdf.' })
  format!: 'csv' | 'pdf';
}

/** A review in the list. */
export class ReviewLineDto implements ReviewLine {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) teamId!: string | null;
  @ApiProperty({ type: String, nullable: true }) teamName!: string | null;
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty() startedBy!: string;
  @ApiProperty({ format: 'date' }) dueOn!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) closedAt!: string | null;
  @ApiProperty() lines!: number;
  @ApiProperty() decided!: number;
  @ApiProperty() revoked!: number;
}

/** The practice's reviews. */
export class ReviewsDto {
  @ApiProperty({ type: [ReviewLineDto] }) items!: ReviewLineDto[];
}

class BitsDto {
  @ApiProperty({ description: 'May be read: bits of the ten modules in the published order' }) modules!: number;
  @ApiProperty() creates!: number;
  @ApiProperty() updates!: number;
  @ApiProperty() deletes!: number;
}

class ReviewedGrantDto implements ReviewedGrant {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) memberId!: string;
  @ApiProperty() memberName!: string;
  @ApiProperty({ enum: ['manual', 'template', 'team', 'directory'] }) source!: string;
  @ApiProperty({ type: String, nullable: true }) sourceName!: string | null;
  @ApiProperty({ enum: ['all', 'team', 'assigned'] }) scope!: Scope;
  @ApiProperty({ type: BitsDto }) switches!: BitsDto;
  @ApiProperty({ type: String, enum: ['stale', 'unused'], nullable: true }) suggestion!: ReviewedGrant['suggestion'];
  @ApiProperty({ type: String, enum: ['approved', 'revoked'], nullable: true }) decision!: ReviewedGrant['decision'];
  @ApiProperty({ type: String, nullable: true }) decidedBy!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) decidedAt!: string | null;
}

/** A review with its lines. */
export class ReviewDto extends ReviewLineDto implements Review {
  @ApiProperty({ type: [ReviewedGrantDto] }) items!: ReviewedGrantDto[];
}
