import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, IsUUID, Matches, MaxLength, Min } from 'class-validator';
import type { DocumentCategory } from '../domain/document.js';
import { DOCUMENT_CATEGORIES } from '../domain/document.js';
import type { StoredChecklist } from '../persistence/checklist.repository.js';
import { ItemsBody } from './requests.dto.js';

/** What a checklist says. */
class ChecklistText extends ItemsBody {
  @ApiProperty({ maxLength: 60, description: 'As colleagues know it.' })
  @IsString()
  @MaxLength(60)
  @Matches(/\S/, { message: 'Give the checklist a name.' })
  name!: string;

  @ApiPropertyOptional({ maxLength: 120, description: 'As the client reads it above the list; the name when it is left out.' })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  title?: string;
}

/** A new checklist. */
export class ChecklistBody extends ChecklistText {
  @ApiProperty({ format: 'uuid', description: 'A UUID of your own: asking twice with it makes one checklist.' })
  @IsUUID()
  id!: string;
}

/** Another wording of a checklist. */
export class ChecklistChangeBody extends ChecklistText {
  @ApiProperty({ description: 'The version that was read.' })
  @IsInt()
  @Min(1)
  version!: number;
}

/** One thing that a checklist asks for. */
export class ChecklistItemDto {
  @ApiProperty() label!: string;
  @ApiProperty({ type: String, nullable: true }) hint!: string | null;
  @ApiProperty({ type: String, enum: DOCUMENT_CATEGORIES, nullable: true }) category!: DocumentCategory | null;
}

/** A checklist of the practice's own. */
export class ChecklistDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ type: [ChecklistItemDto] }) items!: ChecklistItemDto[];
  @ApiProperty() version!: number;

  static of({ id, name, title, items, version }: StoredChecklist): ChecklistDto {
    return { id, name, title, items: items.map(({ label, hint, category }) => ({ label, hint, category })), version };
  }
}

/** The practice's own checklists by name. */
export class ChecklistsDto {
  @ApiProperty({ type: [ChecklistDto] }) items!: ChecklistDto[];
}
