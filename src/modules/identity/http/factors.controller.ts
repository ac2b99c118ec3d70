import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { SignedIn, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { callerOf, type Caller } from './caller.js';
import type { Factor } from '../persistence/factor.repository.js';
import { AddFactor } from '../use-cases/add-factor.use-case.js';
import { ManageFactors } from '../use-cases/manage-factors.use-case.js';
import {
  FactorAddedDto,
  FactorBody,
  OwnFactorsDto,
  PasskeyOptionsDto,
  ProofBody,
  RecoveryCodesDto,
  StepUpDto,
  TotpOfferDto,
  type FactorDto,
} from './factors.dto.js';

/** One's own second factors. Adding and removing them asks for a fresh proof. */
@ApiTags('security')
@Controller('me/factors')
export class FactorsController {
  constructor(
    private readonly adding: AddFactor,
    private readonly managing: ManageFactors,
  ) {}

  @Get()
  @SignedIn({ ownSession: true })
  @ApiOkResponse({ type: OwnFactorsDto })
  async list(@Tx() tx: TenantTransaction): Promise<OwnFactorsDto> {
    const { accountId, sessionId } = await this.ownAccount(tx);
    tx.audit({ action: 'read', subject: { kind: 'factors', id: sessionId } });
    const { items, ...rest } = await this.managing.list(accountId);
    return { ...rest, items: items.map(toDto) };
  }

  @Post('totp')
  @SignedIn({ ownSession: true, fresh: true })
  @HttpCode(200)
  @ApiOkResponse({ type: TotpOfferDto })
  async offerTotp(@Tx() tx: TenantTransaction): Promise<TotpOfferDto> {
    const { accountId, sessionId } = await this.ownAccount(tx);
    await this.managing.step(sessionId, accountId);
    return this.adding.offerTotp(accountId);
  }

  @Post('passkey-options')
  @SignedIn({ ownSession: true, fresh: true })
  @HttpCode(200)
  @ApiOkResponse({ type: PasskeyOptionsDto })
  async passkeyOptions(@Tx() tx: TenantTransaction): Promise<PasskeyOptionsDto> {
    const { accountId, sessionId } = await this.ownAccount(tx);
    return { options: await this.adding.passkeyOptions(await this.managing.step(sessionId, accountId), accountId) };
  }

  @Post()
  @SignedIn({ ownSession: true, fresh: true })
  @ApiCreatedResponse({ type: FactorAddedDto })
  async add(@Body() body: FactorBody, @Tx() tx: TenantTransaction, @RequestOrigin() origin: Origin): Promise<FactorAddedDto> {
    const { accountId, sessionId } = await this.ownAccount(tx);
    tx.audit({ action: 'create', subject: { kind: 'factor', id: sessionId }, fields: [body.kind] });
    const step = await this.managing.openStep(sessionId);
    return { recoveryCodes: await this.adding.add(step, accountId, sessionId, body, origin) };
  }

  @Post('recovery-codes')
  @SignedIn({ ownSession: true, fresh: true })
  @HttpCode(200)
  @ApiOkResponse({ type: RecoveryCodesDto })
  async recoveryCodes(@Tx() tx: TenantTransaction, @RequestOrigin() origin: Origin): Promise<RecoveryCodesDto> {
    const { accountId, sessionId } = await this.ownAccount(tx);
    tx.audit({ action: 'update', subject: { kind: 'factor', id: sessionId }, fields: ['recovery_codes'] });
    return { recoveryCodes: await this.managing.newRecoveryCodes(accountId, origin) };
  }

  @Delete(':id')
  @SignedIn({ ownSession: true, fresh: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction, @RequestOrigin() origin: Origin): Promise<void> {
    const { accountId, sessionId } = await this.ownAccount(tx);
    tx.audit({ action: 'delete', subject: { kind: 'factor', id: sessionId } });
    await this.managing.remove(accountId, id, origin);
  }

  private async ownAccount(tx: TenantTransaction): Promise<Caller> {
    const caller = await callerOf(tx);
    await this.managing.assertOwnAccount(caller.sessionId);
    return caller;
  }
}

/** A fresh proof inside a session, before exports, changes of access, keys and the like. */
@ApiTags('security')
@Controller('me/step-up')
export class StepUpController {
  constructor(private readonly managing: ManageFactors) {}

  @Get()
  @SignedIn({ ownSession: true })
  @ApiOkResponse({ type: StepUpDto })
  async state(@Tx() tx: TenantTransaction): Promise<StepUpDto> {
    const { accountId } = await callerOf(tx);
    return { methods: await this.managing.methods(accountId), fresh: (await tx.principal()).fresh };
  }

  @Post('begin')
  @SignedIn({ ownSession: true })
  @HttpCode(200)
  @ApiOkResponse({ type: PasskeyOptionsDto, description: 'Begins a proof: five attempts. The options are for a passkey.' })
  async begin(@Tx() tx: TenantTransaction): Promise<PasskeyOptionsDto> {
    const { accountId, sessionId } = await callerOf(tx);
    return { options: await this.managing.passkeyOptions(await this.managing.step(sessionId, accountId), accountId) };
  }

  @Post()
  @SignedIn({ ownSession: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async prove(@Body() body: ProofBody, @Tx() tx: TenantTransaction, @RequestOrigin() origin: Origin): Promise<void> {
    const { accountId, sessionId } = await callerOf(tx);
    tx.audit({ action: 'update', subject: { kind: 'session', id: sessionId }, fields: ['proof'] });
    await this.managing.prove(await this.managing.openStep(sessionId), accountId, sessionId, body, origin);
  }
}

function toDto(factor: Factor): FactorDto {
  const { id, kind, label, createdAt, lastUsedAt } = factor;
  return {
    id,
    kind,
    label,
    backedUp: factor.kind === 'passkey' && factor.backedUp,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
