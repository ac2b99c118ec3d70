/** What one field was refused for. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** A problem document (RFC 9457) as the service answers it; further members are in {@link ProblemError.extra}. */
export interface ProblemDocument {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly FieldProblem[];
  readonly [member: string]: unknown;
}

/** The service refused or failed. What could not reach the service at all is a {@link TypeError} of `fetch` instead. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  /** Stable code; the catalogue has its sentence. */
  readonly code: string;
  readonly detail: string | null;
  /** What to quote when asking for help; null when no service answered. */
  readonly requestId: string | null;
  readonly errors: readonly FieldProblem[];
  /** Data that belongs to the code, such as `attemptsLeft`. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor({
    status,
    code,
    detail,
    requestId,
    errors,
    type: _type,
    title: _title,
    ...extra
  }: Partial<ProblemDocument> & { status: number }) {
    super(detail ?? `HTTP ${status}`);
    this.status = status;
    this.code = code ?? `http.${status}`;
    this.detail = detail ?? null;
    this.requestId = requestId ?? null;
    this.errors = errors ?? [];
    this.extra = extra;
  }
}

/** Whether this is the service's refusal with exactly this code. */
export function isProblem(error: unknown, code: string): error is ProblemError {
  return error instanceof ProblemError && error.code === code;
}

/** The problem of an answer that is none of success; a body that is no problem document still gives its status. */
export function problemFrom(status: number, body: string): ProblemError {
  try {
    const document: unknown = JSON.parse(body);
    if (typeof document === 'object' && document !== null) return new ProblemError({ ...document, status });
  } catch {
    // A proxy or a broken connection answered, not the service.
  }
  return new ProblemError({ status });
}
