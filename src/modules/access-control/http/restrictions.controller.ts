import { Body, Controller, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { changeRestrictions, readRestrictions, type Restrictions } from '../use-cases/client-restrictions.use-case.js';

class PrivateDto {
  @ApiProperty({ type: [String], description: 'Members who alone see the record' }) named!: string[];
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) madeBy!: string | null;
  @ApiProperty({ format: 'date-time' }) madeAt!: string;
}

class BlockedDto {
  @ApiProperty({ format: 'uuid' }) memberId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) madeBy!: string | null;
  @ApiProperty({ format: 'date-time' }) madeAt!: string;
}

class RestrictionsDto implements Restrictions {
  @ApiProperty({ type: PrivateDto, nullable: true }) private!: PrivateDto | null;
  @ApiProperty({ type: [BlockedDto], description: 'Shown to owners and administrators' }) blocked!: BlockedDto[];
}

class RestrictionsBody {
  @ApiProperty({ type: [String], nullable: true, description: 'Members who alone shall see the record; null for everybody in scope' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1, { message: 'Name at least one member, or make the record open.' })
  @ArrayMaxSize(500)
  @ArrayUnique({ message: 'Name each member once.' })
  @IsUUID(undefined, { each: true, message: 'Name members by their ids.' })
  private!: string[] | null;

  @ApiProperty({ type: [String], description: 'Members to be kept from the record' })
  @IsArray()
  @ArrayMaxSize(500)
  @ArrayUnique({ message: 'Name each member once.' })
  @IsUUID(undefined, { each: true, message: 'Name members by their ids.' })
  blocked!: string[];

  @ApiProperty({ required: false, maxLength: 500, description: 'Why; kept sealed on record' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}

/** Walls around a client and private records, above every scope. */
@ApiTags('access')
@Controller('clients/:id/restrictions')
export class RestrictionsController {
  @Get()
  @Requires('clients:read')
  @ApiOkResponse({ type: RestrictionsDto })
  async read(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string): Promise<RestrictionsDto> {
    return readRestrictions(tx, id);
  }

  @Put()
  @HttpCode(204)
  @Requires('team_management:update', { administrator: true, fresh: true })
  @ApiNoContentResponse()
  async change(@Tx() tx: TenantTransaction, @Param('id', IdPipe) id: string, @Body() body: RestrictionsBody): Promise<void> {
    await changeRestrictions(tx, id, { private: body.private ?? null, blocked: body.blocked, reason: body.reason ?? '' });
  }
}
