import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CLOCK, type Clock } from '../../../common/clock/clock.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { Requires, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { consequencesOf } from '../queries/consequences.query.js';
import { ForgetSubject } from '../use-cases/forget-subject.use-case.js';
import { MoveStage } from '../use-cases/move-stage.use-case.js';
import { ConsequencesDto, RequireBody, RequiredDto } from './single-sign-on.dto.js';

const CHANGE = { administrator: true, fresh: true } as const;

/** From tested to on to required, and back; each step with what it would come to. */
@ApiTags('single-sign-on')
@Controller('single-sign-on')
export class SignOnStagesController {
  constructor(
    private readonly stages: MoveStage,
    private readonly forgetting: ForgetSubject,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('connections/:id/consequences')
  @Requires('settings:read', { administrator: true })
  @ApiOkResponse({ type: ConsequencesDto })
  async consequences(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction): Promise<ConsequencesDto> {
    return consequencesOf(tx, id);
  }

  @Post('connections/:id/on')
  @Requires('settings:update', CHANGE)
  @HttpCode(204)
  @ApiNoContentResponse()
  async on(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction): Promise<void> {
    await this.stages.turnOn(tx, id);
  }

  @Post('connections/:id/off')
  @Requires('settings:update', CHANGE)
  @HttpCode(204)
  @ApiNoContentResponse()
  async off(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction): Promise<void> {
    await this.stages.turnOff(tx, id);
  }

  @Post('connections/:id/confirm')
  @Requires('settings:update', CHANGE)
  @HttpCode(204)
  @ApiNoContentResponse()
  async confirm(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction): Promise<void> {
    await this.stages.confirm(tx, id);
  }

  @Post('connections/:id/require')
  @Requires('settings:update', CHANGE)
  @HttpCode(200)
  @ApiOkResponse({ type: RequiredDto })
  async require(@Param('id', IdPipe) id: string, @Body() { from }: RequireBody, @Tx() tx: TenantTransaction): Promise<RequiredDto> {
    return { sessionsEnded: await this.stages.require(tx, id, from === null ? this.clock.now() : new Date(from)) };
  }

  @Post('connections/:id/free')
  @Requires('settings:update', CHANGE)
  @HttpCode(204)
  @ApiNoContentResponse()
  async free(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction): Promise<void> {
    await this.stages.free(tx, id);
  }

  /** Whoever comes next with the member's address is linked anew: for somebody whom the provider made anew. */
  @Post('members/:id/unlink')
  @Requires('settings:update', CHANGE)
  @HttpCode(204)
  @ApiNoContentResponse()
  async unlink(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction): Promise<void> {
    await this.forgetting.execute(tx, id);
  }
}
