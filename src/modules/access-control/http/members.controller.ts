import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { SignedIn, Tx } from '../../../common/http/access.js';
import { listMembers, listTeams } from '../queries/list-members.query.js';

class MemberDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  displayName!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ enum: ['owner', 'admin', 'member'] })
  role!: 'owner' | 'admin' | 'member';

  @ApiProperty()
  active!: boolean;
}

class MembersDto {
  @ApiProperty({ type: [MemberDto] })
  items!: MemberDto[];
}

class TeamDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;
}

class TeamsDto {
  @ApiProperty({ type: [TeamDto] })
  items!: TeamDto[];
}

/** Colleagues and teams, for choosing and for naming them. */
@ApiTags('team')
@Controller()
export class MembersController {
  @Get('members')
  @SignedIn()
  @ApiOkResponse({ type: MembersDto })
  async members(@Tx() tx: TenantTransaction): Promise<MembersDto> {
    return { items: await listMembers(tx) };
  }

  @Get('teams')
  @SignedIn()
  @ApiOkResponse({ type: TeamsDto })
  async teams(@Tx() tx: TenantTransaction): Promise<TeamsDto> {
    return { items: await listTeams(tx) };
  }
}
