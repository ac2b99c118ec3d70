import { networkRefusal } from '../session/network-refusal.js';
import { sessionEnd } from '../session/session-end.js';
import { takeEarly } from './early.js';
import { ProblemError, problemFrom } from './problem.js';
import { stepUp } from './step-up.js';

const BASE = '/api/v1';

/** What a request may carry beside its body. */
export interface RequestOptions {
  signal?: AbortSignal | undefined;
}

/** What an upload may carry. */
export interface UploadOptions extends RequestOptions {
  headers?: Record<string, string>;
  /** Called with the share that has left, 0 to 1. */
  onProgress?: (share: number) => void;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

function refused(problem: ProblemError): ProblemError {
  sessionEnd.notice(problem);
  networkRefusal.notice(problem);
  return problem;
}

async function answerOf(method: Method, path: string, body: unknown, options: RequestOptions, again = false): Promise<Response> {
  const { signal } = options;
  const early = method === 'GET' ? takeEarly(path) : undefined;
  const answer = await (early ??
    fetch(`${BASE}${path}`, {
      method,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }));
  signal?.throwIfAborted();
  if (answer.ok) return answer;
  const problem = problemFrom(answer.status, await answer.text());
  if (!again && (await stepUp.confirmed(problem))) {
    signal?.throwIfAborted();
    return answerOf(method, path, body, options, true);
  }
  throw refused(problem);
}

async function request<T>(method: Method, path: string, body: unknown, options: RequestOptions = {}): Promise<T> {
  const answer = await answerOf(method, path, body, options);
  const text = await answer.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

function sent<T>(path: string, content: Blob | string, { headers = {}, onProgress, signal }: UploadOptions): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', `${BASE}${path}`);
    sending.setRequestHeader('accept', 'application/json');
    for (const [name, value] of Object.entries(headers)) sending.setRequestHeader(name, value);
    sending.upload.onprogress = ({ loaded, total }) => onProgress?.(total === 0 ? 1 : loaded / total);
    sending.onload = () => {
      if (sending.status >= 200 && sending.status < 300) resolve(JSON.parse(sending.responseText) as T);
      else reject(problemFrom(sending.status, sending.responseText));
    };
    sending.onerror = () => reject(new TypeError('The service could not be reached'));
    sending.onabort = () => reject(new DOMException('Stopped', 'AbortError'));
    signal?.addEventListener('abort', () => sending.abort(), { once: true });
    sending.send(content);
  });
}

/**
 * The service, under `/api/v1`. Every call throws {@link ProblemError} when it is refused and `TypeError` when the service
 * cannot be reached; a refusal that ends the session is told to the frame, and one that asks for a fresh proof has the person
 * asked for it, after which the call goes on as if nothing had been. Whatever is personal goes in bodies, never in paths.
 */
export const api = {
  get: <T>(path: string, options?: RequestOptions) => request<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('POST', path, body, options),
  put: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PUT', path, body, options),
  patch: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PATCH', path, body, options),
  del: <T>(path: string, options?: RequestOptions) => request<T>('DELETE', path, undefined, options),

  /** Sends a file and tells how much of it has left. */
  async upload<T>(path: string, content: Blob | string, options: UploadOptions = {}): Promise<T> {
    try {
      return await sent<T>(path, content, options);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (!(await stepUp.confirmed(error))) throw refused(error);
    }
    options.signal?.throwIfAborted();
    try {
      return await sent<T>(path, content, options);
    } catch (error) {
      throw error instanceof ProblemError ? refused(error) : error;
    }
  },

  /** Downloads what a POST answers, under the name the service gives. An answer that breaks off is thrown away whole. */
  async download(path: string, body?: unknown, options: RequestOptions = {}): Promise<void> {
    const answer = await answerOf('POST', path, body ?? {}, options);
    const content = await answer.blob();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(content);
    link.download = nameIn(answer.headers.get('content-disposition')) ?? 'Ironbark download';
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  },
};

function nameIn(disposition: string | null): string | null {
  const star = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (star !== undefined) return decodeURIComponent(star);
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? null;
}
