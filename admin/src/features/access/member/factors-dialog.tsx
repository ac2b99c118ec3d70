import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dayTime } from '../../../shared/text/dates.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { Note } from '../parts/note.js';
import { accessProblem } from '../problems.js';
import { accessRequests } from '../requests.js';
import { memberText } from './text.js';
import form from '../parts/form.module.css';

const text = memberText.factors;

/** Resets the second factors of somebody who lost theirs: a day later, and not at all if they turn up with one. */
export function FactorsDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const cache = useQueryClient();
  const key = ['access', 'factors', id];
  const factors = useQuery({ queryKey: key, queryFn: ({ signal }) => accessRequests.factors(id, signal), staleTime: 0 });
  const settled = (message: string): void => {
    toast({ message });
    void cache.invalidateQueries({ queryKey: key });
    onClose();
  };
  const reset = useMutation({ mutationFn: () => accessRequests.resetFactors(id), onSuccess: () => settled(text.done(name)) });
  const callOff = useMutation({ mutationFn: () => accessRequests.callOffReset(id), onSuccess: () => settled(text.calledOff(name)) });
  const refused = reset.error ?? callOff.error;
  return (
    <Modal opened onClose={onClose} title={text.title(name)} size={460}>
      <div className={form['form']}>
        {factors.isPending && <SkeletonRows rows={2} />}
        {factors.isError && <ErrorState title={text.failed} error={factors.error} retry={() => void factors.refetch()} />}
        {factors.data && (
          <>
            <p>
              {factors.data.kinds.length === 0 ? text.none : text.uses(factors.data.kinds.map((kind) => text.kinds[kind]))}{' '}
              {factors.data.kinds.length > 0 && factors.data.resetDueAt === null && text.lead}
            </p>
            {factors.data.resetDueAt !== null && <Note tone="warn">{text.asked(dayTime(factors.data.resetDueAt))}</Note>}
            {factors.data.kinds.length > 0 && factors.data.resetDueAt === null && (
              <ul>
                {text.steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ul>
            )}
          </>
        )}
        {refused && (
          <Note tone="danger" live>
            {accessProblem(refused)}
          </Note>
        )}
        <div className={form['buttons']}>
          <Button variant="default" onClick={onClose}>
            {factors.data && factors.data.kinds.length > 0 ? memberText.cancel : text.close}
          </Button>
          {factors.data && factors.data.resetDueAt !== null && (
            <Button loading={callOff.isPending} onClick={() => callOff.mutate()}>
              {text.callOff}
            </Button>
          )}
          {factors.data && factors.data.kinds.length > 0 && factors.data.resetDueAt === null && (
            <Button color="red" loading={reset.isPending} onClick={() => reset.mutate()}>
              {text.ask}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}
