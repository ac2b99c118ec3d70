import { Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../common/errors.js';
import { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantRequest } from '../../../common/http/access.js';
import { originOf } from '../../../common/http/request-origin.js';
import { noteRefusal } from '../persistence/directory-refusals.js';

/** Keeps what a directory asked for in vain, in a transaction of its own: that of the request is rolled back. */
export class NoteRefusals {
  private readonly logger = new Logger('Scim');

  constructor(private readonly database: TenantDatabase) {}

  /** Runs an act; a refusal is noted and goes on. */
  async around<Result>(request: FastifyRequest, act: () => Promise<Result>): Promise<Result> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof DomainError) await this.note(request as TenantRequest, error);
      throw error;
    }
  }

  private async note(request: TenantRequest, { status, message }: DomainError): Promise<void> {
    const resource = /\/(Users|Groups)/.exec(request.url)?.[1] ?? 'Resource';
    try {
      await this.database.run(
        request.grantToken!,
        async (tx) => {
          await noteRefusal(tx, { method: request.method, resource, status, detail: message });
          tx.audit({ action: 'refuse', outcome: 'refused', subject: { kind: 'directory', id: null }, detail: { status, resource } });
        },
        originOf(request),
      );
    } catch {
      this.logger.warn('a refusal of a directory could not be noted');
    }
  }
}
