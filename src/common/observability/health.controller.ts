import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import { OrganisationKeys, PLATFORM_ORG } from '../crypto/organisation-keys.js';
import { DatabaseUnavailable } from '../database/database.errors.js';
import { IDENTITY_DATABASE } from '../database/database.tokens.js';
import type { PlainDatabase } from '../database/plain-database.js';
import { Unavailable } from '../errors.js';
import { Public } from '../http/access.js';
import { Readiness } from './readiness.js';

/** A database that says nothing for this long is out of reach, in milliseconds: a lost network refuses nothing. */
const PATIENCE_MS = 2_000;

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
    await soon(this.identity.query({ name: 'ready', text: 'select 1' }));
    await this.keys.load(PLATFORM_ORG);
    return { status: 'ready' };
  }
}

/** @throws DatabaseUnavailable when the answer does not come in time. */
async function soon(answer: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DatabaseUnavailable()), PATIENCE_MS);
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
