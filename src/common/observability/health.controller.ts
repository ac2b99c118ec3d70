import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import { OrganisationKeys, PLATFORM_ORG } from '../crypto/organisation-keys.js';
import { IDENTITY_DATABASE } from '../database/database.tokens.js';
import type { PlainDatabase } from '../database/plain-database.js';
import { Unavailable } from '../errors.js';
import { Public } from '../http/access.js';
import { Readiness } from './readiness.js';

/** For load balancers: alive means that the process answers, ready that it can serve. */
@ApiExcludeController()
@SkipThrottle()
@Controller('health')
export class HealthController {
  constructor(
    @Inject(IDENTITY_DATABASE) private readonly identity: PlainDatabase,
    private readonly keys: OrganisationKeys,
    private readonly readiness: Readiness,
  ) {}

  @Get('live')
  @Public('load balancers')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @Public('load balancers')
  async ready(): Promise<{ status: 'ready' }> {
    if (this.readiness.leaving) throw new Unavailable('This process is shutting down.');
    await this.identity.query({ name: 'ready', text: 'select 1' });
    await this.keys.create(PLATFORM_ORG);
    return { status: 'ready' };
  }
}
