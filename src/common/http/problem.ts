import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { DomainError, InvalidInput, type FieldError } from '../errors.js';
import { CryptoError, KeyUnavailable } from '../crypto/crypto.errors.js';
import { isRowRefused, isUnavailable, sqlState } from '../database/database.errors.js';

/** Problem details for HTTP APIs (RFC 9457), the one shape of every error. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** Stable code; the interface's catalogue has its sentence. */
  code: string;
  detail: string;
  requestId: string;
  errors?: FieldError[];
  [extension: string]: unknown;
}

/** Media type of a problem document. */
export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

interface Cause {
  status: number;
  code: string;
  detail: string;
  data?: Record<string, unknown>;
  errors?: FieldError[];
}

const INTERNAL: Cause = {
  status: 500,
  code: 'service.failed',
  detail: 'Something went wrong on our side and was logged. Nothing was changed; quote the request id if it happens again.',
};

/** What the framework refuses before a controller runs, by status. */
const FRAMEWORK: Record<number, Omit<Cause, 'status'>> = {
  400: { code: 'request.malformed', detail: 'The request could not be read.' },
  403: { code: 'access.not_permitted', detail: 'This is not open to you.' },
  404: { code: 'request.not_found', detail: 'There is nothing here, or it is not yours to see.' },
  405: { code: 'request.method_not_allowed', detail: 'This address does not take that method.' },
  406: { code: 'request.not_acceptable', detail: 'The answer cannot be given in that form.' },
  408: { code: 'request.too_slow', detail: 'The request took too long to arrive.' },
  413: { code: 'request.too_large', detail: 'The request is larger than this address takes.' },
  414: { code: 'request.too_large', detail: 'The address is too long.' },
  415: { code: 'request.unsupported_media_type', detail: 'The body is not of a kind that this address takes.' },
  429: { code: 'request.too_many', detail: 'Too many requests. Wait a little and try again.' },
  431: { code: 'request.too_large', detail: 'The headers are too large.' },
};

/** What PostgreSQL refuses, by SQLSTATE: nothing was written. */
const DATABASE: Record<string, Cause> = {
  '22P02': { status: 400, code: 'request.malformed', detail: 'A value is not of the kind that belongs there.' },
  '22P05': { status: 400, code: 'request.malformed', detail: 'A value contains a character that cannot be stored.' },
  '22021': { status: 400, code: 'request.malformed', detail: 'A value contains a character that cannot be stored.' },
  '22003': { status: 400, code: 'request.malformed', detail: 'A number is out of range.' },
  '22008': { status: 400, code: 'request.malformed', detail: 'A date is out of range.' },
  '23503': { status: 409, code: 'request.reference_missing', detail: 'Something that this refers to does not exist.' },
  '23505': { status: 409, code: 'request.already_there', detail: 'This is there already.' },
  '40001': { status: 503, code: 'service.busy', detail: 'Someone else was changing the same thing. Try again.' },
  '40P01': { status: 503, code: 'service.busy', detail: 'Someone else was changing the same thing. Try again.' },
  '55P03': { status: 503, code: 'service.busy', detail: 'Someone else was changing the same thing. Try again.' },
  '57014': { status: 503, code: 'service.busy', detail: 'This took too long and was stopped. Nothing was changed.' },
};

/** Row security refused a row: the answer is that of a row that is not there. A missing GRANT has this SQLSTATE too and is our mistake. */
const ROW_REFUSED: Cause = { status: 404, code: 'request.not_found', detail: 'There is nothing here, or it is not yours to see.' };

/** The problem document of whatever was thrown; what it does not know it does not describe. */
export function problemOf(error: unknown, requestId: string): Problem {
  const { status, code, detail, data, errors } = causeOf(error);
  return {
    ...data,
    type: `/problems/${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    requestId,
    ...(errors && { errors }),
  };
}

function causeOf(error: unknown): Cause {
  if (error instanceof InvalidInput) return { status: error.status, code: error.code, detail: error.message, errors: error.fieldErrors };
  if (error instanceof DomainError) return { status: error.status, code: error.code, detail: error.message, data: error.data };
  if (isUnavailable(error))
    return {
      status: 503,
      code: 'service.database_unavailable',
      detail: 'The database is out of reach for the moment. Nothing was changed; try again shortly.',
    };
  if (error instanceof CryptoError) return keyTrouble(error);
  if (isRowRefused(error)) return ROW_REFUSED;
  const state = sqlState(error);
  if (state !== undefined && DATABASE[state]) return DATABASE[state];
  const status = error instanceof HttpException ? error.getStatus() : frameworkStatus(error);
  const known = status === undefined ? undefined : FRAMEWORK[status];
  return known && status !== undefined ? { status, ...known } : INTERNAL;
}

/** A key that cannot be had now is a dependency out of reach; what does not open although its key is there is our fault. */
function keyTrouble(error: CryptoError): Cause {
  if (error.retryable || error instanceof KeyUnavailable)
    return {
      status: 503,
      code: error.code,
      detail: 'The key of your practice is out of reach for the moment. Nothing was changed; try again shortly.',
    };
  return { ...INTERNAL, code: error.code };
}

function frameworkStatus(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown };
  const fromFramework = typeof code === 'string' && /^(FST_|HPE_)/.test(code);
  return typeof statusCode === 'number' && (fromFramework || statusCode < 500) ? statusCode : undefined;
}
