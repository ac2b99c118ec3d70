import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { refusal } from '../database/audit-entry.js';
import type { GrantToken } from '../database/grant-token.js';
import { TenantDatabase } from '../database/tenant-database.js';
import type { DomainError } from '../errors.js';
import { isId } from '../ids.js';
import { noteSighting } from '../networks/sightings.js';
import { NetworkRefused } from './networks.js';
import { originOf } from './request-origin.js';

/** Puts refused requests on record, each in a transaction of its own: that of the request is rolled back. */
@Injectable()
export class Refusals {
  constructor(private readonly database: TenantDatabase) {}

  /** Whether a refusal belongs on record: what was not permitted, what is not there for the caller, and foreign ids. */
  static recorded({ status, refusedIds }: DomainError): boolean {
    return status === 403 || status === 404 || refusedIds.length > 0;
  }

  /** @throws NoLiveGrant when nobody is behind the token; then there is no record to put it on */
  async record(token: GrantToken, request: FastifyRequest, refused: DomainError): Promise<void> {
    const { code, refusedIds } = refused;
    const { id } = request.params as { id?: unknown };
    const detail = { method: request.method, route: request.routeOptions.url ?? '', code };
    await this.database.run(
      token,
      async (tx) => {
        await tx.keyring();
        if (refused instanceof NetworkRefused) await noteSighting(tx, 'refused');
        tx.audit(refusal(isId(id) ? id : null, refusedIds, detail));
      },
      originOf(request),
    );
  }
}
