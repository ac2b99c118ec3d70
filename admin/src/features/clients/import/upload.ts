import type { ClientImport } from './model.js';
import { problemFrom } from '../api/problems.js';

/** A file on its way to the service. */
export interface Upload {
  done: Promise<ClientImport>;
  /** Stops it; `done` rejects with an AbortError. */
  cancel: () => void;
}

/**
 * Sends a file's text as a new import. `fetch` cannot say how much of a body has left, so this uses XMLHttpRequest.
 * @param onProgress share of the bytes that have left, 0 to 1
 */
export function upload(file: Blob, fileName: string, onProgress: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<ClientImport>((resolve, reject) => {
    request.open('POST', '/api/v1/client-imports');
    request.setRequestHeader('content-type', 'text/csv; charset=utf-8');
    // Headers carry ASCII only; names of files carry everything.
    request.setRequestHeader('x-file-name', encodeURIComponent(fileName));
    request.responseType = 'text';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const body = json(request.responseText);
      if (request.status >= 200 && request.status < 300 && body !== null) resolve(body as ClientImport);
      else reject(problemFrom(request.status, body));
    };
    request.onerror = () => reject(new TypeError('The upload was cut off'));
    request.onabort = () => reject(new DOMException('The upload was cancelled', 'AbortError'));
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
