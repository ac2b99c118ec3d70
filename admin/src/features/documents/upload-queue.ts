import { Upload } from 'tus-js-client';
import { fingerprint, forgetUnfinished, keepUnfinished, unfinishedOf } from './unfinished.js';

/** Where a file on its way stands. */
export type UploadStage = 'queued' | 'sending' | 'paused' | 'waiting' | 'checking' | 'filed' | 'refused' | 'failed';

/** A file on its way in. */
export interface Arriving<Target = unknown> {
  readonly id: string;
  /** What it is sent to. */
  readonly target: Target;
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

/** Files on their way in: they go on while somebody moves about. */
export interface UploadQueue<Target> {
  all: () => readonly Arriving<Target>[];
  find: (id: string) => Arriving<Target> | undefined;
  subscribe: (listener: () => void) => () => void;
  /** Sends files; one that had arrived in part before this page was opened goes on from there. */
  add: (target: Target, files: readonly File[], documentId?: string | null) => Promise<void>;
  pause: (id: string) => void;
  resume: (id: string) => void;
  /** Gives a file up; what had arrived is dropped. */
  cancel: (id: string) => void;
  /** Takes what is done or was refused off the list. */
  dismiss: (ids: readonly string[]) => void;
  /** Notes what became of one. */
  change: (id: string, values: Partial<Pick<Arriving, 'stage' | 'problem' | 'documentId'>>) => void;
}

interface QueueOptions<Target> {
  /** Where files are announced, by tus. */
  endpoint: string;
  /** What is said of a file beside its id, name and type. */
  metadata: (target: Target, documentId: string | null) => Record<string, string>;
  /** Where files to a target go, in ids: the same file to elsewhere is another upload. */
  scopeOf: (target: Target) => string;
  /** Told of a file of which every byte has arrived. */
  onSent: (file: Arriving<Target>, queue: UploadQueue<Target>) => void;
}

const AT_ONCE = 2;
/** A piece takes some seconds to send, so that what breaks off costs little and asking costs next to nothing; bytes and seconds. */
const PIECE = { least: 8 * 1024 * 1024, most: 64 * 1024 * 1024, seconds: 5 };
const RETRIES_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000];

interface Work {
  upload: Upload;
  began: { at: number; sent: number };
  /** When the piece that is being sent began. */
  pieceAt: number;
}

/** A queue of files that are sent a few at a time, go on by themselves over broken connections, and can be paused. */
export function uploadQueue<Target>({ endpoint, metadata, scopeOf, onSent }: QueueOptions<Target>): UploadQueue<Target> {
  let files: readonly Arriving<Target>[] = [];
  const listeners = new Set<() => void>();
  const works = new Map<string, Work>();

  function set(next: readonly Arriving<Target>[]): void {
    files = next;
    for (const listener of listeners) listener();
    window.onbeforeunload = files.some(({ stage }) => stage === 'sending' || stage === 'waiting' || stage === 'queued') ? stay : null;
  }

  function change(id: string, values: Partial<Arriving<Target>>): void {
    set(files.map((file) => (file.id === id ? { ...file, ...values } : file)));
  }

  /** Begins what waits, a few at a time. */
  function advance(): void {
    const busy = files.filter(({ stage }) => stage === 'sending' || stage === 'waiting').length;
    for (const { id } of files.filter(({ stage }) => stage === 'queued').slice(0, Math.max(0, AT_ONCE - busy))) start(id);
  }

  function start(id: string): void {
    const work = works.get(id);
    if (!work) return;
    work.began = { at: performance.now(), sent: queue.find(id)?.sent ?? 0 };
    work.pieceAt = work.began.at;
    change(id, { stage: 'sending', speed: null, problem: null });
    work.upload.start();
  }

  /** Whether the service still has what arrived of an upload, for whoever asks. */
  async function isThere(id: string): Promise<boolean> {
    const answer = await fetch(`${endpoint}/${id}`, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } }).catch(() => null);
    return answer?.status === 200;
  }

  function uploadOf(file: File, id: string, said: Record<string, string>, begun: boolean): Upload {
    return new Upload(file, {
      endpoint,
      ...(begun && { uploadUrl: `${endpoint}/${id}` }),
      chunkSize: PIECE.least,
      retryDelays: RETRIES_MS,
      storeFingerprintForResuming: false,
      removeFingerprintOnSuccess: true,
      metadata: { id, filename: file.name, filetype: file.type, ...said },
      onChunkComplete: (bytes) => {
        const work = works.get(id);
        if (!work) return;
        const now = performance.now();
        const wanted = (bytes / Math.max(0.001, (now - work.pieceAt) / 1000)) * PIECE.seconds;
        work.upload.options.chunkSize = Math.min(PIECE.most, Math.max(PIECE.least, Math.round(wanted)));
        work.pieceAt = now;
      },
      onProgress: (sent) => {
        const work = works.get(id);
        const seconds = work ? (performance.now() - work.began.at) / 1000 : 0;
        change(id, { sent, stage: 'sending', ...(work && seconds > 2 && { speed: (sent - work.began.sent) / seconds }) });
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        const final = codeIn(error.originalResponse?.getBody() ?? '') === 'request.closed';
        const again = (!final && status === 409) || status === 0 || status === 423 || status === 460 || status >= 500;
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
        forgetUnfinished((one) => one.id === id);
        change(id, { stage: 'checking', sent: file.size });
        advance();
        const done = queue.find(id);
        if (done) onSent(done, queue);
      },
    });
  }

  const queue: UploadQueue<Target> = {
    all: () => files,
    find: (id) => files.find((file) => file.id === id),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: async (target, chosen, documentId = null) => {
      const scope = documentId === null ? scopeOf(target) : `${scopeOf(target)} ${documentId}`;
      const added = await Promise.all(
        chosen.map(async (file) => {
          const print = await fingerprint(scope, file);
          const before = unfinishedOf(print);
          const begun = before !== undefined && !works.has(before) && (await isThere(before));
          const id = begun ? before : crypto.randomUUID();
          works.set(id, { upload: uploadOf(file, id, metadata(target, documentId), begun), began: { at: 0, sent: 0 }, pieceAt: 0 });
          keepUnfinished(print, id, scope);
          return {
            id,
            target,
            name: file.name,
            bytes: file.size,
            sent: 0,
            stage: 'queued' as const,
            speed: null,
            documentId,
            problem: null,
          };
        }),
      );
      set([...files, ...added]);
      advance();
    },
    pause: (id) => {
      void works.get(id)?.upload.abort();
      change(id, { stage: 'paused', speed: null });
      advance();
    },
    resume: (id) => {
      change(id, { stage: 'queued', problem: null });
      advance();
    },
    cancel: (id) => {
      void works
        .get(id)
        ?.upload.abort(true)
        .catch(() => undefined);
      works.delete(id);
      forgetUnfinished((one) => one.id === id);
      set(files.filter((file) => file.id !== id));
      advance();
    },
    dismiss: (ids) => {
      for (const id of ids) works.delete(id);
      forgetUnfinished(({ id }) => ids.includes(id));
      set(files.filter((file) => !ids.includes(file.id)));
    },
    change,
  };
  return queue;
}

function stay(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function codeIn(body: string): string {
  try {
    const problem = JSON.parse(body) as { code?: string };
    return problem.code ?? 'request.failed';
  } catch {
    return 'request.failed';
  }
}
