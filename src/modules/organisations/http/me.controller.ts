import { Body, Controller, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput, NotFound } from '../../../common/errors.js';
import { SignedIn, Tx } from '../../../common/http/access.js';
import { moduleNames } from '../../../common/database/principal.js';
import { breakGlassUntil } from '../queries/break-glass.query.js';
import { readMe } from '../queries/read-me.query.js';
import { readPreference, writePreference } from '../queries/preferences.query.js';
import { MeDto, PreferenceBody } from './me.dto.js';

const PREFERENCE_NAME = /^[a-z][a-z0-9-]{0,59}$/;
const PREFERENCE_CHARACTERS = 20_000;

/** The caller: who, where, and what they chose to keep. */
@ApiTags('me')
@Controller('me')
export class MeController {
  @Get()
  @SignedIn()
  @ApiOkResponse({ type: MeDto })
  async me(@Tx() tx: TenantTransaction): Promise<MeDto> {
    const [{ principal, profile, organisation, keyVersion }, breakGlass] = await Promise.all([readMe(tx), breakGlassUntil(tx)]);
    return {
      member: {
        id: principal.memberId ?? '',
        displayName: profile.displayName,
        email: profile.email,
        role: principal.role,
        scope: principal.scope,
        modules: moduleNames(principal.modules),
        switches: {
          create: moduleNames(principal.creates),
          update: moduleNames(principal.updates),
          delete: moduleNames(principal.deletes),
        },
        teamIds: [...principal.teamIds],
      },
      organisation: {
        id: principal.orgId,
        name: organisation.name,
        vertical: organisation.vertical,
        locality: organisation.locality,
        timeZone: organisation.timeZone,
        words: organisation.words,
      },
      session: {
        startedAt: principal.startedAt.toISOString(),
        expiresAt: principal.expiresAt.toISOString(),
        idleMinutes: organisation.idleMinutes,
      },
      viewing:
        principal.kind === 'view' && principal.actorId !== null
          ? { by: principal.actorId, until: principal.expiresAt.toISOString() }
          : null,
      keyVersion,
      breakGlassUntil: breakGlass?.toISOString() ?? null,
    };
  }

  @Get('preferences/:name')
  @SignedIn()
  @ApiOkResponse({ type: PreferenceBody })
  async preference(@Tx() tx: TenantTransaction, @Param('name') name: string): Promise<{ value: unknown }> {
    const found = await readPreference(tx, preferenceName(name));
    if (!found) throw new NotFound();
    return found;
  }

  @Put('preferences/:name')
  @SignedIn()
  @HttpCode(204)
  @ApiNoContentResponse()
  async keep(@Tx() tx: TenantTransaction, @Param('name') name: string, @Body() body: PreferenceBody): Promise<void> {
    const value = JSON.stringify(body.value ?? null);
    if (value.length > PREFERENCE_CHARACTERS) {
      throw new InvalidInput([{ field: 'value', code: 'too_long', message: 'A saved choice has at most 20,000 characters.' }]);
    }
    await writePreference(tx, preferenceName(name), value);
  }
}

function preferenceName(name: string): string {
  if (!PREFERENCE_NAME.test(name)) {
    throw new InvalidInput([{ field: 'name', code: 'malformed', message: 'A name is lower-case letters, digits and dashes, at most 60.' }]);
  }
  return name;
}
