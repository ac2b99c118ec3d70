import { useMutation } from '@tanstack/react-query';
import { problemText } from '../api/problems.js';
import { recordRequests } from '../api/record-requests.js';
import type { ClientDetail } from './model.js';
import { recordText } from './text.js';
import { toast } from '../../../shared/ui/toast.js';
import { useRecordCache } from './use-record.js';

const words = recordText.archive;

/** Archiving and restoring, each with the way back in its toast. */
export function useLifecycle(client: ClientDetail) {
  const cache = useRecordCache(client.id);
  const about = `client:${client.id}`;
  const failed = (problem: unknown): void => {
    toast({ message: problemText(problem, recordText.problems), tone: 'danger', about });
    void cache.fresh().catch(() => undefined);
  };
  const undo = async (act: Promise<ClientDetail>): Promise<void> => {
    try {
      cache.store(await act);
      toast({ message: words.undone, about });
    } catch (problem) {
      failed(problem);
    }
  };
  const archive = useMutation({
    mutationFn: () => recordRequests.archive(client.id, client.version),
    onSuccess: (archived) => {
      cache.store(archived);
      toast({ message: words.done(client.displayName), about, undo: () => undo(recordRequests.restore(archived.id, archived.version)) });
    },
    onError: failed,
  });
  const restore = useMutation({
    mutationFn: () => recordRequests.restore(client.id, client.version),
    onSuccess: (restored) => {
      cache.store(restored);
      toast({
        message: words.restored(client.displayName),
        about,
        undo: () => undo(recordRequests.archive(restored.id, restored.version)),
      });
    },
    onError: failed,
  });
  return { archive, restore };
}
