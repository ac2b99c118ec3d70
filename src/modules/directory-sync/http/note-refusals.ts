import { Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../../../common/errors.js';
import { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantRequest } from '../../../common/http/access.js';
import { originOf } from '../../../common/http/request-origin.js';
import { noteRefusal } from '../persistence/directory-refusals.js';

/**
 * Keeps which changes a directory asked for in vain, in a transaction of its own: that of the request is rolled back by then. While it
 * were open, each refusal would hold one connection and wait for another.
 */
export class NoteRefusals {
  private readonly logger = new Logger('Scim');

  constructor(private readonly database: TenantDatabase) {}

  /** Notes a refusal, unless the directory only read or was not admitted at all. */
  async note(request: FastifyRequest, { status, message }: DomainError): Promise<void> {
    const { grantToken, tenant, method, url } = request as TenantRequest;
    if (!grantToken || !tenant || method === 'GET') return;
    const resource = /\/(Users|Groups)/.exec(url)?.[1] ?? 'Resource';
    try {
      await this.database.run(
        grantToken,
        async (tx) => {
          await noteRefusal(tx, { method, resource, status, detail: message });
          tx.audit({ action: 'refuse', outcome: 'refused', subject: { kind: 'directory', id: null }, detail: { status, resource } });
        },
        originOf(request),
      );
    } catch {
      this.logger.warn('a refusal of a directory could not be noted');
    }
  }
}
