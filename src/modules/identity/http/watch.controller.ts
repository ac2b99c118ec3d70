import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import type { FastifyReply } from 'fastify';
import { CLOCK, type Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput, NotFound } from '../../../common/errors.js';
import { Public, SignedIn, Token, Tx } from '../../../common/http/access.js';
import { IdPipe } from '../../../common/http/id.pipe.js';
import { RequestOrigin } from '../../../common/http/request-origin.js';
import { deviceLabel } from '../domain/sign-in-request.js';
import { DeviceRepository } from '../persistence/device.repository.js';
import { ListSignIns } from '../queries/list-sign-ins.query.js';
import { LockAccount } from '../use-cases/lock-account.use-case.js';
import { ManageFactors } from '../use-cases/manage-factors.use-case.js';
import { callerOf } from './caller.js';
import { COOKIES, type Cookies } from './cookies.js';
import { DaysQuery, KnownDevicesDto, NotMeBody, ShownQuery, SignInDaysDto, SignInLinesDto } from './watch.dto.js';

const DOOR = { default: { limit: 120, ttl: 60_000 } };
const THIRTY_DAYS_MS = 30 * 24 * 60 * 60_000;

/** The caller's own security log. */
@ApiTags('sign-in')
@Controller('me/sign-ins')
export class SignInsController {
  constructor(
    private readonly listSignIns: ListSignIns,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @SignedIn()
  @ApiOkResponse({ type: SignInLinesDto })
  async list(@Tx() tx: TenantTransaction, @Query() { show }: ShownQuery): Promise<SignInLinesDto> {
    const { accountId, grantId } = await tx.principal();
    tx.audit({ action: 'read', subject: { kind: 'sign_in_log', id: grantId } });
    const lines = accountId === null ? [] : await this.listSignIns.execute(accountId, grantId, show);
    return { items: lines.map((line) => ({ ...line, at: line.at.toISOString() })) };
  }

  @Get('days')
  @SignedIn()
  @ApiOkResponse({ type: SignInDaysDto })
  async days(@Tx() tx: TenantTransaction, @Query() { timeZone = 'UTC' }: DaysQuery): Promise<SignInDaysDto> {
    if (!isTimeZone(timeZone)) throw new InvalidInput([{ field: 'timeZone', code: 'time_zone', message: 'There is no such time zone.' }]);
    const { accountId, grantId } = await tx.principal();
    const since = new Date(this.clock.now().getTime() - THIRTY_DAYS_MS);
    return { items: accountId === null ? [] : await this.listSignIns.days(accountId, grantId, since, timeZone) };
  }
}

/** Browsers that signed in to the caller's account before. */
@ApiTags('security')
@Controller('me/devices')
export class DevicesController {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly managing: ManageFactors,
  ) {}

  @Get()
  @SignedIn({ ownSession: true })
  @ApiOkResponse({ type: KnownDevicesDto })
  async list(@Tx() tx: TenantTransaction, @RequestOrigin() origin: Origin): Promise<KnownDevicesDto> {
    const { accountId, sessionId } = await callerOf(tx);
    tx.audit({ action: 'read', subject: { kind: 'known_devices', id: sessionId } });
    const items = await this.devices.ofAccount(accountId, origin.browser);
    return {
      items: items.map(({ userAgent, createdAt, lastUsedAt, ...rest }) => ({
        ...rest,
        device: deviceLabel(userAgent),
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
      })),
    };
  }

  @Delete(':id')
  @SignedIn({ ownSession: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(@Param('id', IdPipe) id: string, @Tx() tx: TenantTransaction): Promise<void> {
    const { accountId, sessionId } = await callerOf(tx);
    await this.managing.assertOwnAccount(sessionId);
    tx.audit({ action: 'delete', subject: { kind: 'known_device', id: sessionId } });
    if (!(await this.devices.remove(accountId, id))) throw new NotFound();
  }
}

/** "This was not me." */
@ApiTags('sign-in')
@Controller('auth')
export class NotMeController {
  constructor(
    private readonly locking: LockAccount,
    private readonly managing: ManageFactors,
    private readonly tenants: TenantDatabase,
    @Inject(COOKIES) private readonly cookies: Cookies,
  ) {}

  /** By the secret of a notice. @throws LinkDead, TooManyAttempts */
  @Post('not-me')
  @Public('says that a sign-in was somebody else’s')
  @Throttle(DOOR)
  @HttpCode(204)
  @ApiNoContentResponse()
  async notMe(@Body() body: NotMeBody, @RequestOrigin() origin: Origin): Promise<void> {
    await this.locking.byNotice(Buffer.from(body.token, 'base64url'), origin);
  }

  /** By whoever is signed in: their own session ends as well. @throws AccountElsewhere */
  @Post('lock')
  @SignedIn({ transaction: 'own', ownSession: true })
  @HttpCode(204)
  @ApiNoContentResponse()
  async lock(@Token() token: GrantToken, @RequestOrigin() origin: Origin, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    // Put on record first, while the session still opens the record.
    const accountId = await this.tenants.run(
      token,
      async (tx) => {
        const caller = await callerOf(tx);
        // An account that another practice relies on is not for a session to lock that this one's provider opened.
        await this.managing.assertOwnAccount(caller.sessionId);
        tx.audit({ action: 'lock', subject: { kind: 'session', id: caller.sessionId } });
        return caller.accountId;
      },
      origin,
    );
    await this.locking.byOwner(accountId, origin);
    for (const cookie of [this.cookies.session, this.cookies.view, this.cookies.browser])
      void reply.clearCookie(cookie, this.cookies.options);
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-AU', { timeZone: name }).resolvedOptions().timeZone !== '' && /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
