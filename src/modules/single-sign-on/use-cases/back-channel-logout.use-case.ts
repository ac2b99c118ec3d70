import { createHash } from 'node:crypto';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { ConnectionSessions } from '../../identity/index.js';
import { LogoutRefused, ProviderFailed } from '../domain/single-sign-on.errors.js';
import type { ConnectionLoader } from '../persistence/connection-loader.js';
import type { DoorRepository } from '../persistence/door.repository.js';
import type { RequestRepository } from '../persistence/request.repository.js';
import type { OidcClient } from '../providers/oidc-client.js';
import type { SignOnRecord } from './sign-on-record.js';

/** A provider says that somebody signed out there: what it opened here ends at once (OpenID Connect Back-Channel Logout 1.0). */
export class BackChannelLogout {
  constructor(
    private readonly doors: DoorRepository,
    private readonly loader: ConnectionLoader,
    private readonly requests: RequestRepository,
    private readonly oidc: OidcClient,
    private readonly sessions: ConnectionSessions,
    private readonly record: SignOnRecord,
  ) {}

  /** @throws LogoutRefused for a token that does not hold, or that was taken before */
  async execute(connectionId: string, token: string, origin: Origin): Promise<void> {
    const door = await this.doors.get(connectionId);
    if (door?.kind !== 'oidc' || door.state !== 'on') throw new LogoutRefused();
    const { jti, subject, sid, expiresAt } = await this.oidc.logout(await this.loader.load(door), token).catch((error: unknown) => {
      throw error instanceof ProviderFailed ? new LogoutRefused() : error;
    });
    const once = await this.doors.takeOnce(connectionId, 'logout', createHash('sha256').update(jti).digest(), expiresAt);
    if (!once) throw new LogoutRefused();
    const indexes = await this.doors.indexes(connectionId, subject, sid);
    await this.requests.cancel(connectionId, indexes);
    await this.record.signedOut(door, await this.sessions.end(connectionId, indexes, origin), origin);
  }
}
