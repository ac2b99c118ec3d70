import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { problemSentence } from '../../../shared/text/problems.js';
import { toast } from '../../../shared/ui/toast.js';
import type { ClientCard } from '../record/model.js';
import { meantFor, reverse } from './bulk.js';
import type { BulkAction, BulkCommand, BulkResult, Placement } from './bulk.js';
import { listRequests } from './requests.js';
import { listText } from './text.js';

/** A client that an act left unchanged, and why. */
export interface Refusal {
  id: string;
  name: string;
  code: string | undefined;
}

/** What an act did not reach; null when there is nothing to tell. */
export interface Refusals {
  of: number;
  refused: Refusal[];
}

/** Acts on many clients: a toast says how many and takes them back, what was refused is kept by name. */
export function useBulk(onDone: () => void) {
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refusals, setRefusals] = useState<Refusals | null>(null);

  const send = useCallback(async (commands: readonly BulkCommand[], clients: readonly ClientCard[]): Promise<BulkResult[]> => {
    const results = await listRequests.bulk(commands);
    const failed = results.filter(({ ok }) => !ok);
    const names = new Map(clients.map(({ id, displayName }) => [id, displayName]));
    setRefusals(
      failed.length === 0 ? null : { of: results.length, refused: failed.map(({ id, code }) => ({ id, code, name: names.get(id) ?? id })) },
    );
    return results;
  }, []);

  const undo = useCallback(
    async (commands: readonly BulkCommand[], clients: readonly ClientCard[]): Promise<void> => {
      try {
        const done = (await send(commands, clients)).filter(({ ok }) => ok).length;
        if (done > 0) toast({ message: listText.undone(done) });
      } catch (error) {
        toast({ message: `${listText.undoFailed}. ${problemSentence(error)}`, tone: 'danger' });
      } finally {
        void cache.invalidateQueries({ queryKey: ['clients'] });
      }
    },
    [cache, send],
  );

  const act = useCallback(
    async (action: BulkAction, clients: readonly ClientCard[], to: Placement = {}, toName = ''): Promise<void> => {
      const meant = meantFor(action, clients);
      if (meant.length === 0) return;
      const command: BulkCommand = { action, ...to, ids: meant.map(({ id, version }) => ({ id, version })) };
      setBusy(true);
      try {
        const results = await send([command], meant);
        const done = results.filter(({ ok }) => ok).length;
        const back = reverse(command, meant, results);
        if (done > 0) toast({ message: listText.did(action, done, toName), undo: () => undo(back, meant) });
        onDone();
      } catch (error) {
        toast({ message: `${listText.bulkFailed}. ${problemSentence(error)}`, tone: 'danger' });
      } finally {
        setBusy(false);
        void cache.invalidateQueries({ queryKey: ['clients'] });
      }
    },
    [cache, onDone, send, undo],
  );

  return { act, busy, refusals, dismiss: useCallback(() => setRefusals(null), []) };
}
