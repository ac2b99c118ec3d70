import type { DocumentDetail } from './model.js';
import { documentRequests } from './requests.js';
import { uploadQueue, type Arriving, type UploadQueue } from './upload-queue.js';

/** How soon a file that is being checked is asked for again, milliseconds, and how late at most: each look is on record. */
const LOOKS_MS = { first: 700, most: 30_000 };
const settledListeners = new Set<(document: DocumentDetail) => void>();

/** Files of members on their way to clients: they go on while somebody moves about in the app. */
export const uploads = uploadQueue<{ clientId: string }>({
  endpoint: '/api/v1/uploads',
  metadata: ({ clientId }, documentId) => ({ clientId, ...(documentId !== null && { documentId }) }),
  scopeOf: ({ clientId }) => clientId,
  onSent: (file, queue) => void watch(file, queue),
});

/** Told of every file once it was looked at. */
export function onSettled(listener: (document: DocumentDetail) => void): () => void {
  settledListeners.add(listener);
  return () => settledListeners.delete(listener);
}

/** Asks until the file was looked at. */
async function watch({ id }: Arriving, queue: UploadQueue<{ clientId: string }>): Promise<void> {
  for (let pause = LOOKS_MS.first; ; pause = Math.min(LOOKS_MS.most, pause * 1.5)) {
    const file = queue.find(id);
    if (!file?.documentId || file.stage !== 'checking') return;
    try {
      const document = await documentRequests.read(file.documentId);
      const newest = document.versions[0];
      if (newest && newest.state !== 'checking' && newest.state !== 'arriving') {
        queue.change(id, { stage: newest.state === 'ready' ? 'filed' : 'refused', problem: newest.problem });
        for (const listener of settledListeners) listener(document);
        return;
      }
    } catch {
      // Asked again: what is on its way is the service's by now, whatever becomes of this page.
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
