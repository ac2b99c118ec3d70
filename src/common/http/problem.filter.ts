import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_JSON, problemOf } from './problem.js';

/** The one place where an error becomes an answer. What is our fault is logged with its stack, without request content. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerWithProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.logger);
  }
}

/** Sends the problem document of an error; also used for what Fastify refuses before Nest sees it. */
export function answerWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const problem = problemOf(error, request.id);
  if (problem.status >= 500) {
    const { name, stack, code } =
      error instanceof Error ? (error as Error & { code?: string }) : { name: typeof error, stack: undefined, code: undefined };
    // The message of a database error can quote a value: the stack's frames without it are enough to find the place.
    logger.error(
      {
        requestId: request.id,
        name,
        code,
        frames: stack
          ?.split('\n')
          .filter((line) => line.trimStart().startsWith('at '))
          .slice(0, 12),
      },
      problem.code,
    );
  }
  if (reply.sent) {
    reply.raw.destroy();
    return;
  }
  if (problem.status === 429 || problem.status === 503) {
    const { retryAfter } = problem;
    void reply.header('retry-after', String(typeof retryAfter === 'number' ? retryAfter : 5));
  }
  void reply.header('x-request-id', request.id).header('cache-control', 'no-store').type(PROBLEM_JSON).code(problem.status).send(problem);
}
