import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { isProblem } from '../../../shared/api/problem.js';
import { dayTime } from '../../../shared/text/dates.js';
import { Consequence } from '../../../shared/ui/consequence.js';
import { toast } from '../../../shared/ui/toast.js';
import { Note } from '../parts/note.js';
import { accessProblem } from '../problems.js';
import { accessRequests } from '../requests.js';
import type { MemberLock } from '../requests.js';
import { memberText } from './text.js';
import classes from './member.module.css';

const words = memberText.lock;

/** Says that a member has had their account locked, and opens it again. Nothing while it is open. */
export function LockNotice({ id, name }: { id: string; name: string }) {
  const cache = useQueryClient();
  const key = ['access', 'lock', id];
  const lock = useQuery({ queryKey: key, queryFn: ({ signal }) => accessRequests.lock(id, signal), staleTime: 0 });
  const [asking, setAsking] = useState(false);
  const open = useMutation({
    mutationFn: () => accessRequests.openLock(id),
    onSuccess: () => {
      cache.setQueryData<MemberLock>(key, { lockedAt: null });
      toast({ message: words.done(name) });
    },
    onError: (problem) => {
      setAsking(false);
      if (isProblem(problem, 'identity.not_locked')) void cache.invalidateQueries({ queryKey: key });
    },
  });
  const since = lock.data?.lockedAt;
  if (typeof since !== 'string') return null;
  const when = dayTime(since).replace(/^[TY]/, (letter) => letter.toLowerCase());
  return (
    <div className={classes['step']}>
      {asking ? (
        <Consequence
          danger
          title={words.question(name)}
          now={words.now(when)}
          changes={words.changes.map((text) => ({ text }))}
          ways={words.ways}
          confirmLabel={words.confirm}
          busy={open.isPending}
          onConfirm={() => open.mutate()}
          onCancel={() => setAsking(false)}
        />
      ) : (
        <Note tone="danger" title={words.title} live>
          <p>{words.why(name, when)}</p>
          <p>
            {words.next} <Link to="/settings/sign-ins">{words.signIns}</Link>
          </p>
          {open.isError && <p role="alert">{accessProblem(open.error)}</p>}
          <Button size="xs" variant="default" mt={10} onClick={() => setAsking(true)}>
            {words.open}
          </Button>
        </Note>
      )}
    </div>
  );
}
