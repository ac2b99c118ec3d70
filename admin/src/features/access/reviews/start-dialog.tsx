import { Button, Modal, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { dateIn } from '../../../shared/text/dates.js';
import { fieldError } from '../../../shared/ui/field.js';
import { DayInput } from '../../clients/record/edit/day-input.js';
import { Note } from '../parts/note.js';
import { accessProblem } from '../problems.js';
import { treeOf } from '../teams/tree.js';
import { useAccessTeams } from '../use-access.js';
import { endOfQuarter } from './model.js';
import { reviewKeys, reviewRequests } from './requests.js';
import { startText } from './text.js';
import form from '../parts/form.module.css';

const ISO = /^\d{4}-\d{2}-\d{2}$/;

/** Starts a review of a team or of everybody, and opens it. */
export function StartDialog({ onClose }: { onClose: () => void }) {
  const teams = useAccessTeams().data ?? [];
  const cache = useQueryClient();
  const navigate = useNavigate();
  const today = dateIn(new Date());
  const [teamId, setTeamId] = useState('');
  const [dueOn, setDueOn] = useState<string | null>(endOfQuarter(today));
  const [checked, setChecked] = useState(false);
  const wrong = dueOn === null || !ISO.test(dueOn) ? startText.wrongDay : dueOn < today ? startText.past : null;
  const start = useMutation({
    mutationFn: (due: string) => reviewRequests.start({ teamId: teamId === '' ? null : teamId, dueOn: due }),
    onSuccess: (review) => {
      cache.setQueryData(reviewKeys.one(review.id), review);
      void cache.invalidateQueries({ queryKey: reviewKeys.list });
      void navigate(`/team/reviews/${review.id}`);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (wrong === null && dueOn !== null) start.mutate(dueOn);
  };
  return (
    <Modal opened onClose={onClose} title={startText.title} size={460}>
      <form className={form['form']} onSubmit={submit} noValidate>
        <p className={form['lead']}>{startText.lead}</p>
        <NativeSelect
          data-autofocus
          label={startText.who}
          description={startText.whoHint}
          value={teamId}
          onChange={(event) => setTeamId(event.currentTarget.value)}
          data={[
            { value: '', label: startText.everybody },
            ...treeOf(teams).map(({ team, level }) => ({ value: team.id, label: `${'\u2003'.repeat(level)}${team.name}` })),
          ]}
        />
        <DayInput
          label={startText.due}
          description={startText.dueHint}
          value={dueOn}
          onChange={setDueOn}
          error={fieldError(start.error, 'dueOn') ?? (checked ? wrong : null)}
        />
        {start.isError && (
          <Note tone="danger" live>
            {accessProblem(start.error)}
          </Note>
        )}
        <div className={form['buttons']}>
          <Button variant="default" onClick={onClose}>
            {startText.cancel}
          </Button>
          <Button type="submit" loading={start.isPending}>
            {startText.start}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
