import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../../common/errors.js';
import { answerWithProblem } from '../../../common/http/problem.filter.js';
import { problemOf } from '../../../common/http/problem.js';
import { SCHEMA } from '../domain/resource.js';
import { ScimRefused } from '../domain/scim.errors.js';
import { NoteRefusals } from './note-refusals.js';

/** What SCIM answers are written in (RFC 7644, 8.1). */
export const SCIM_JSON = 'application/scim+json; charset=utf-8';

/** Errors as a directory reads them (RFC 7644, 3.12); what it asked for in vain is noted first. What is our fault is logged as everywhere. */
@Catch()
export class ScimFilter implements ExceptionFilter {
  private readonly logger = new Logger('Scim');

  constructor(private readonly notes: NoteRefusals) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const { status, detail } = problemOf(error, request.id);
    if (!(error instanceof DomainError) && !(error instanceof HttpException) && status >= 500) {
      answerWithProblem(error, request, reply, this.logger);
      return;
    }
    if (error instanceof DomainError) await this.notes.note(request, error);
    const scimType = error instanceof ScimRefused ? error.scimType : null;
    if (status === 429 || status === 503) void reply.header('retry-after', '5');
    if (status === 401) void reply.header('www-authenticate', 'Bearer realm="SCIM"');
    void reply
      .header('x-request-id', request.id)
      .header('cache-control', 'no-store')
      .type(SCIM_JSON)
      .code(status)
      .send({ schemas: [SCHEMA.error], status: String(status), ...(scimType && { scimType }), detail });
  }
}
