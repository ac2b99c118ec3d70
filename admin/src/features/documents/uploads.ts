import { Upload } from 'tus-js-client';
import { documentRequests } from './requests.js';
import type { DocumentDetail } from './model.js';

/** Where a file on its way stands. */
export type UploadStage = 'queued' | 'sending' | 'paused' | 'waiting' | 'checking' | 'filed' | 'refused' | 'failed';

/** A file on its way in. */
export interface Arriving {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly bytes: number;
  readonly sent: number;
  readonly stage: UploadStage;
  /** Bytes a second, over the last while; null before that is known. */
  readonly speed: number | null;
  readonly documentId: string | null;
  /** Why it was not filed, as a code; null otherwise. */
  readonly problem: string | null;
}

const AT_ONCE = 2;
const CHUNK_BYTES = 8 * 1024 * 1024;
const RETRIES_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000];
const LOOKS_MS = 700;

interface Work {
  upload: Upload;
  began: { at: number; sent: number };
}

let files: readonly Arriving[] = [];
const listeners = new Set<() => void>();
const works = new Map<string, Work>();
const settledListeners = new Set<(document: DocumentDetail) => void>();

function set(next: readonly Arriving[]): void {
  files = next;
  for (const listener of listeners) listener();
  window.onbeforeunload = files.some(({ stage }) => stage === 'sending' || stage === 'waiting' || stage === 'queued') ? stay : null;
}

function stay(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function change(id: string, values: Partial<Arriving>): void {
  set(files.map((file) => (file.id === id ? { ...file, ...values } : file)));
}

function stageOf(id: string): UploadStage | undefined {
  return files.find((file) => file.id === id)?.stage;
}

/** Begins what waits, a few at a time. */
function advance(): void {
  const busy = files.filter(({ stage }) => stage === 'sending' || stage === 'waiting').length;
  for (const { id } of files.filter(({ stage }) => stage === 'queued').slice(0, Math.max(0, AT_ONCE - busy))) start(id);
}

function start(id: string): void {
  const work = works.get(id);
  if (!work) return;
  work.began = { at: performance.now(), sent: files.find((file) => file.id === id)?.sent ?? 0 };
  change(id, { stage: 'sending', speed: null, problem: null });
  work.upload.start();
}

function uploadOf(file: File, id: string, clientId: string, documentId: string | null): Upload {
  return new Upload(file, {
    endpoint: '/api/v1/uploads',
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRIES_MS,
    storeFingerprintForResuming: false,
    removeFingerprintOnSuccess: true,
    metadata: { id, clientId, filename: file.name, filetype: file.type, ...(documentId !== null && { documentId }) },
    onProgress: (sent) => {
      const work = works.get(id);
      const seconds = work ? (performance.now() - work.began.at) / 1000 : 0;
      change(id, { sent, stage: 'sending', ...(work && seconds > 2 && { speed: (sent - work.began.sent) / seconds }) });
    },
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      const again = status === 0 || status === 409 || status === 423 || status === 460 || status >= 500;
      if (again) change(id, { stage: 'waiting' });
      return again;
    },
    onAfterResponse: (_request, response) => {
      const made = response.getHeader('x-document-id');
      if (made) change(id, { documentId: made });
    },
    onError: (error) => {
      const body = 'originalResponse' in error ? (error.originalResponse?.getBody() ?? '') : '';
      change(id, { stage: 'failed', problem: codeIn(body) });
      advance();
    },
    onSuccess: () => {
      change(id, { stage: 'checking', sent: file.size });
      advance();
      void watch(id);
    },
  });
}

function codeIn(body: string): string {
  try {
    const problem = JSON.parse(body) as { code?: string };
    return problem.code ?? 'request.failed';
  } catch {
    return 'request.failed';
  }
}

/** Asks until the file was looked at. */
async function watch(id: string): Promise<void> {
  for (;;) {
    const documentId = files.find((file) => file.id === id)?.documentId;
    if (!documentId || stageOf(id) !== 'checking') return;
    try {
      const document = await documentRequests.read(documentId);
      const newest = document.versions[0];
      if (newest && newest.state !== 'checking' && newest.state !== 'arriving') {
        const filed = newest.state === 'ready';
        change(id, { stage: filed ? 'filed' : 'refused', problem: newest.problem });
        works.delete(id);
        for (const listener of settledListeners) listener(document);
        return;
      }
    } catch {
      // Asked again: what is on its way is the service's by now, whatever becomes of this page.
    }
    await new Promise((resolve) => setTimeout(resolve, LOOKS_MS));
  }
}

/** Files on their way in: they go on while somebody moves about in the app. */
export const uploads = {
  all: (): readonly Arriving[] => files,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Told of every file once it was looked at. */
  onSettled: (listener: (document: DocumentDetail) => void): (() => void) => {
    settledListeners.add(listener);
    return () => settledListeners.delete(listener);
  },
  /** Sends files to a client, or one as the new version of a document. */
  add: (clientId: string, chosen: readonly File[], documentId: string | null = null): void => {
    const added = chosen.map((file) => {
      const id = crypto.randomUUID();
      works.set(id, { upload: uploadOf(file, id, clientId, documentId), began: { at: 0, sent: 0 } });
      return { id, clientId, name: file.name, bytes: file.size, sent: 0, stage: 'queued' as const, speed: null, documentId, problem: null };
    });
    set([...files, ...added]);
    advance();
  },
  pause: (id: string): void => {
    void works.get(id)?.upload.abort();
    change(id, { stage: 'paused', speed: null });
    advance();
  },
  resume: (id: string): void => {
    change(id, { stage: 'queued', problem: null });
    advance();
  },
  /** Gives a file up; what had arrived is dropped. */
  cancel: (id: string): void => {
    void works
      .get(id)
      ?.upload.abort(true)
      .catch(() => undefined);
    works.delete(id);
    set(files.filter((file) => file.id !== id));
    advance();
  },
  /** Takes what is done or was refused off the list. */
  dismiss: (ids: readonly string[]): void => {
    for (const id of ids) works.delete(id);
    set(files.filter((file) => !ids.includes(file.id)));
  },
};
