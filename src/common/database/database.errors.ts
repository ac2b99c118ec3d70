import { DomainError } from '../errors.js';

/** No live session or grant behind the token: signed out, ended, expired, idle or never there. */
export class NoLiveGrant extends DomainError {
  readonly code = 'identity.not_signed_in';
  override readonly status = 401;

  constructor() {
    super('Sign in to go on.');
  }
}

/** The database cannot be reached or gave up; nothing was written. */
export class DatabaseUnavailable extends DomainError {
  readonly code = 'service.database_unavailable';
  override readonly status = 503;

  constructor() {
    super('The database is out of reach for the moment. Nothing was changed; try again shortly.');
  }
}

/** The connection was lost while COMMIT was under way: PostgreSQL may have stored everything or nothing. */
export class CommitUnknown extends DomainError {
  readonly code = 'service.commit_unknown';
  override readonly status = 503;

  constructor() {
    super(
      'The connection to the database was lost while this was being saved, so it is not known whether it was. Look before you try again.',
    );
  }
}

/** COMMIT was answered by ROLLBACK: a statement had failed and nothing was written. */
export class NotCommitted extends Error {}

/** Code by which the driver or PostgreSQL says that the connection or server is gone, full or shutting down. */
const GONE = /^(08|53|57P|58)|^25P03$|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;

/** Whether an error means that the database is out of reach rather than that a statement was wrong. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && GONE.test(code)) return true;
  if (error instanceof AggregateError) return error.errors.some((inner) => isUnavailable(inner));
  return /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    error.message,
  );
}

/** The SQLSTATE of a PostgreSQL error, or undefined. */
export function sqlState(error: unknown): string | undefined {
  const code =
    error instanceof Error
      ? ((error as { code?: unknown }).code ?? (error as { driverError?: { code?: unknown } }).driverError?.code)
      : undefined;
  return typeof code === 'string' ? code : undefined;
}

/**
 * Whether row security refused a row that a statement wrote. The same SQLSTATE, 42501, also stands for a missing GRANT,
 * which is a mistake of ours: PostgreSQL tells them apart by the routine that refused, in every language.
 */
export function isRowRefused(error: unknown): boolean {
  if (sqlState(error) !== '42501') return false;
  const { routine, driverError } = error as { routine?: string; driverError?: { routine?: string } };
  return (routine ?? driverError?.routine) === 'ExecWithCheckOptions';
}

/** Whether the server itself refused the statement, rather than the connection having ended or broken under it. */
export function isAnswered(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && error.severity === 'ERROR';
}

const refusals = new Map<string, () => DomainError>();

/** Says which error a SQLSTATE of our own stands for: a rule that the database keeps whatever the path. */
export function registerRefusal(state: string, refusal: () => DomainError): void {
  refusals.set(state, refusal);
}

/** Turns what the driver throws into what callers handle; leaves every other error as it is. */
export function translate(error: unknown): unknown {
  if (isUnavailable(error)) return new DatabaseUnavailable();
  if (error instanceof Error && /no live grant|unrecognized configuration parameter "ironbark.token"/.test(error.message)) {
    return new NoLiveGrant();
  }
  return refusals.get(sqlState(error) ?? '')?.() ?? error;
}
