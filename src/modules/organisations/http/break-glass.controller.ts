import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsInt, IsUUID, Max, Min } from 'class-validator';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { armBreakGlass, disarmBreakGlass, nameBreakGlass, readBreakGlass, type GlassOwner } from '../queries/break-glass.query.js';

const NOT_AN_ID = 'Give the ids of members.';

/** Who keeps a way in. */
export class GlassOwnersBody {
  @ApiProperty({ type: [String], format: 'uuid', maxItems: 2, description: 'Two owners with a passkey each, or none.' })
  @IsArray({ message: NOT_AN_ID })
  @ArrayMaxSize(10, { message: 'Name two owners, or none.' })
  @IsUUID('all', { each: true, message: NOT_AN_ID })
  named!: string[];
}

/** Whose way in is meant. */
export class GlassMemberBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID('all', { message: 'Give the id of a member.' })
  memberId!: string;
}

/** For whom and how long. */
export class ArmBody extends GlassMemberBody {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 24 })
  @IsInt({ message: 'Give whole hours.' })
  @Min(1, { message: 'At least one hour.' })
  @Max(24, { message: 'At most 24 hours.' })
  hours!: number;
}

/** An owner and their way in. */
export class GlassOwnerDto {
  @ApiProperty({ format: 'uuid' }) memberId!: string;
  @ApiProperty() named!: boolean;
  @ApiProperty() passkey!: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it was last armed' }) armedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) armedUntil!: string | null;
}

/** The owners of the practice and their ways in beside single sign-on. */
export class BreakGlassDto {
  @ApiProperty({ type: [GlassOwnerDto] }) owners!: GlassOwnerDto[];
}

/** Break-glass: two named owners keep a way in of their own for when the identity provider is down. */
@ApiTags('security')
@Controller('organisation/break-glass')
export class PracticeBreakGlassController {
  @Get()
  @Requires('settings:read', { administrator: true })
  @ApiOkResponse({ type: BreakGlassDto })
  async read(@Tx() tx: TenantTransaction): Promise<BreakGlassDto> {
    return toDto(await readBreakGlass(tx));
  }

  /** @throws TwoOrNone, GlassNeeded, NotAnOwnerWithPasskey, OwnersOnly */
  @Put()
  @Requires('settings:update', { administrator: true, fresh: true })
  @ApiOkResponse({ type: BreakGlassDto })
  async name(@Body() { named }: GlassOwnersBody, @Tx() tx: TenantTransaction): Promise<BreakGlassDto> {
    return toDto(await nameBreakGlass(tx, named));
  }

  @Post('arm')
  @Requires('settings:update', { administrator: true, fresh: true })
  @HttpCode(200)
  @ApiOkResponse({ type: BreakGlassDto })
  async arm(@Body() { memberId, hours }: ArmBody, @Tx() tx: TenantTransaction): Promise<BreakGlassDto> {
    return toDto(await armBreakGlass(tx, memberId, hours));
  }

  @Post('disarm')
  @Requires('settings:update', { administrator: true })
  @HttpCode(200)
  @ApiOkResponse({ type: BreakGlassDto })
  async disarm(@Body() { memberId }: GlassMemberBody, @Tx() tx: TenantTransaction): Promise<BreakGlassDto> {
    return toDto(await disarmBreakGlass(tx, memberId));
  }
}

function toDto(owners: readonly GlassOwner[]): BreakGlassDto {
  return {
    owners: owners.map(({ armedAt, armedUntil, ...rest }) => ({
      ...rest,
      armedAt: armedAt?.toISOString() ?? null,
      armedUntil: armedUntil?.toISOString() ?? null,
    })),
  };
}
