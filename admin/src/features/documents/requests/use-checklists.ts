import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { problemSentence } from '../../../shared/text/problems.js';
import { toast } from '../../../shared/ui/toast.js';
import { asSent, NO_ITEM } from './item-list.js';
import type { DraftItem } from './item-list.js';
import type { Checklist } from './model.js';
import type { Preset } from './presets.js';
import { checklistRequests, requestKeys } from './requests.js';
import { requestsText as words } from './text.js';

const byName = (one: Checklist, other: Checklist): number => one.name.localeCompare(other.name, 'en-AU', { numeric: true });

/** The practice's own checklists, by name. */
export function useChecklists() {
  return useQuery({
    queryKey: requestKeys.checklists,
    queryFn: ({ signal }) => checklistRequests.list(signal),
    staleTime: 60_000,
  });
}

/** A checklist to begin a request with. */
export const presetOf = ({ id, name, title, items }: Checklist): Preset => ({
  key: id,
  name,
  title,
  items: items.map(({ label, hint, category }) => ({ label, ...(hint !== null && { hint }), ...(category !== null && { category }) })),
});

/** The items of a checklist, to be changed. */
export const draftOf = ({ items }: Checklist): DraftItem[] =>
  items.map(({ label, hint, category }) => ({ ...NO_ITEM(), label, hint: hint ?? '', category }));

/** What is written as a checklist. */
export interface Wording {
  name: string;
  title: string;
  items: readonly DraftItem[];
}

const bodyOf = ({ name, title, items }: Wording) => ({ name: name.trim(), title: title.trim(), items: asSent(items) });

/** Keeps, changes and removes checklists; what the service answers is shown at once. */
export function useKeepChecklists() {
  const cache = useQueryClient();
  const show = async (change: (shown: Checklist[]) => Checklist[]): Promise<void> => {
    // A list that is on its way was read before this.
    await cache.cancelQueries({ queryKey: requestKeys.checklists });
    cache.setQueryData<Checklist[]>(requestKeys.checklists, (shown = []) => change(shown).sort(byName));
  };
  const place = async (kept: Checklist): Promise<void> => show((shown) => [...shown.filter(({ id }) => id !== kept.id), kept]);
  const refused = (error: unknown): void => {
    toast({ message: problemSentence(error), tone: 'danger' });
    void cache.invalidateQueries({ queryKey: requestKeys.checklists });
  };
  const add = useMutation({
    mutationFn: ({ id, ...wording }: Wording & { id: string }) => checklistRequests.add({ id, ...bodyOf(wording) }),
    onSuccess: place,
  });
  const change = useMutation({
    mutationFn: ({ id, version, ...wording }: Wording & Pick<Checklist, 'id' | 'version'>) =>
      checklistRequests.change(id, { version, ...bodyOf(wording) }),
    onSuccess: place,
    onError: () => void cache.invalidateQueries({ queryKey: requestKeys.checklists }),
  });
  const remove = useMutation({
    mutationFn: ({ id }: Checklist) => checklistRequests.remove(id),
    onSuccess: async (_, removed) => {
      await show((shown) => shown.filter(({ id }) => id !== removed.id));
      const { id, name, title } = removed;
      toast({
        message: words.removedList(name),
        undo: async () =>
          checklistRequests
            .add({ id, name, title, items: [...presetOf(removed).items] })
            .then(place)
            .catch(refused),
      });
    },
    onError: refused,
  });
  return { add, change, remove };
}
