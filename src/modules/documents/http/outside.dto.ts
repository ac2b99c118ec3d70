import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { CODE_DIGITS, type DoorKind } from '../domain/door.js';
import { ITEM_STATES, type ItemState } from '../domain/request-item.js';
import type { AskedFor, SentFile } from '../queries/answer-view.js';
import type { SharedDocument } from '../use-cases/read-share.use-case.js';

const KINDS = ['share', 'request'] as const;

/** The token of a link from a mail. */
export class KnockBody {
  @ApiProperty()
  @IsString()
  @Matches(/^[\w-]{43}$/, { message: 'Open the link from the mail again, whole.' })
  token!: string;
}

/** A code from a mail. */
export class DoorCodeBody extends KnockBody {
  @ApiProperty({ description: `${CODE_DIGITS} digits; spaces do not count.` })
  @IsString()
  @MaxLength(40)
  code!: string;
}

/** That a code was sent. */
export class KnockedDto {
  @ApiProperty({ enum: KINDS }) kind!: DoorKind;
  @ApiProperty() practice!: string;
  @ApiProperty({ description: 'The address, so that whoever has it knows it.' }) sentTo!: string;
  @ApiProperty() digits!: number;
}

/** That somebody is in. */
export class EnteredDto {
  @ApiProperty({ enum: KINDS }) kind!: DoorKind;
}

/** A shared document, as somebody outside sees it. */
export class SharedDocumentDto implements SharedDocument {
  @ApiProperty() practice!: string;
  @ApiProperty() sharedBy!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ nullable: true, type: 'string' }) type!: string | null;
  @ApiProperty() bytes!: number;
  @ApiProperty({ nullable: true, type: 'integer' }) pages!: number | null;
  @ApiProperty() download!: boolean;
  @ApiProperty() watermark!: boolean;
  @ApiProperty({ nullable: true, type: 'string' }) message!: string | null;
  @ApiProperty({ format: 'date-time' }) closesAt!: string;
}

/** A file that the client sent. */
export class SentFileDto implements SentFile {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() bytes!: number;
  @ApiProperty({ enum: ['arriving', 'checking', 'ready', 'refused'] }) state!: SentFile['state'];
  @ApiProperty({ nullable: true, type: 'string' }) problem!: string | null;
}

/** One thing that is asked for. */
export class AskedItemDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ nullable: true, type: 'string' }) hint!: string | null;
  @ApiProperty({ enum: ITEM_STATES }) state!: ItemState;
  @ApiProperty({ nullable: true, type: 'string' }) reason!: string | null;
  @ApiProperty({ type: [SentFileDto] }) files!: SentFileDto[];
}

/** A request, as the client sees it. */
export class AskedForDto implements AskedFor {
  @ApiProperty() practice!: string;
  @ApiProperty() askedBy!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ nullable: true, type: 'string' }) message!: string | null;
  @ApiProperty({ format: 'date', nullable: true, type: 'string' }) dueOn!: string | null;
  @ApiProperty({ format: 'date-time' }) until!: string;
  @ApiProperty({ format: 'date-time', nullable: true, type: 'string' }) sentAt!: string | null;
  @ApiProperty({ format: 'date-time', description: 'When a new code is needed.' }) closesAt!: string;
  @ApiProperty({ type: [AskedItemDto] }) items!: AskedItemDto[];
}
