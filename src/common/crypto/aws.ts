import { KeyUnavailable, type KeyUnavailableReason } from './crypto.errors.js';

/** How an AWS service is reached. Without `credentials` the SDK's own chain is used (role, environment, profile). */
export interface AwsAccess {
  /** Must be given: a default region could be outside Australia. */
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Longest wait for one attempt, milliseconds; default 2,000. */
  timeoutMs?: number;
  /** Attempts in all for throttling, timeouts and lost connections; default 3. */
  attempts?: number;
}

const DEFAULT_TIMEOUT_MS = 2000;
const DEFAULT_ATTEMPTS = 3;
const PAUSES_MS = 2000;

/** The SDK client's settings for `access`: bounded attempts, each with a timeout. Throws when no region is given. */
export function awsSettings(access: AwsAccess, service: string) {
  if (!access.region) throw new Error(`${service} needs a region, for example ap-southeast-2.`);
  const timeoutMs = access.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return {
    region: access.region,
    ...(access.endpoint && { endpoint: access.endpoint }),
    ...(access.credentials && { credentials: access.credentials }),
    retryMode: 'standard',
    maxAttempts: access.attempts ?? DEFAULT_ATTEMPTS,
    requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
  };
}

/** Ends a call with all its attempts; the SDK's pauses between three throttled attempts are below 1.5 seconds. */
export function awsDeadline(access: AwsAccess): { abortSignal: AbortSignal } {
  const attempts = access.attempts ?? DEFAULT_ATTEMPTS;
  return { abortSignal: AbortSignal.timeout((access.timeoutMs ?? DEFAULT_TIMEOUT_MS) * attempts + PAUSES_MS) };
}

const REASONS: Readonly<Record<string, KeyUnavailableReason>> = {
  DisabledException: 'disabled',
  KMSInvalidStateException: 'disabled',
  NotFoundException: 'not_found',
  NoSuchBucket: 'not_found',
  AccessDeniedException: 'denied',
  AccessDenied: 'denied',
  CredentialsProviderError: 'denied',
  ThrottlingException: 'throttled',
  LimitExceededException: 'throttled',
  SlowDown: 'throttled',
  TimeoutError: 'timeout',
  AbortError: 'timeout',
  DependencyTimeoutException: 'timeout',
};

/** An AWS failure as `KeyUnavailable`: what the service is named, why, and whether it may pass. */
export function awsUnavailable(error: unknown, service: string): KeyUnavailable {
  const name = awsErrorName(error);
  const reason = REASONS[name] ?? (isClientFault(error) ? 'denied' : 'unreachable');
  return new KeyUnavailable(reason, `${service} did not answer with a key (${name}).`, { cause: error });
}

/** The service's or the SDK's name for a failure, such as `DisabledException`. */
export function awsErrorName(error: unknown): string {
  return String((error as { name?: unknown }).name);
}

/** The HTTP status of a failed AWS call, when there was an answer. */
export function awsStatus(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function isClientFault(error: unknown): boolean {
  const status = awsStatus(error);
  return status !== undefined && status >= 400 && status < 500;
}
