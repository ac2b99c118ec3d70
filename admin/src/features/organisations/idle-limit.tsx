import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { keys } from '../../shared/api/query.js';
import { problemSentence } from '../../shared/text/problems.js';
import { Consequence } from '../../shared/ui/consequence.js';
import { toast } from '../../shared/ui/toast.js';
import { limitIdleness, securityKey } from './requests.js';
import type { Security } from './requests.js';
import { practiceText as words } from './text.js';
import classes from './security.module.css';

const CHOICES = [15, 30, 60, 120, 240];
/** What NIST SP 800-63B-4 recommends at AAL2 at most, in minutes. */
const AAL2 = 60;

/** After how long without use sessions end. */
export function IdleLimit({ security, readOnly }: { security: Security; readOnly: boolean }) {
  const cache = useQueryClient();
  const name = useId();
  const { idleMinutes } = security;
  const [chosen, setChosen] = useState(idleMinutes);
  const [asking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: limitIdleness,
    onSuccess: ({ sessionsEnded }, minutes) => {
      toast({ message: words.changed(sessionsEnded) });
      cache.setQueryData<Security>(securityKey, { ...security, idleMinutes: minutes });
      void cache.invalidateQueries({ queryKey: keys.me });
    },
    onError: () => setAsking(false),
  });
  const choose = (minutes: number): void => {
    setChosen(minutes);
    setAsking(false);
    change.reset();
  };
  const choices = CHOICES.includes(idleMinutes) ? CHOICES : [...CHOICES, idleMinutes].sort((one, other) => one - other);
  return (
    <>
      <fieldset className={classes['options']}>
        <legend>{words.idleLimit}</legend>
        {choices.map((minutes) => (
          <label key={minutes}>
            <input
              type="radio"
              name={name}
              value={minutes}
              checked={chosen === minutes}
              disabled={readOnly}
              onChange={() => choose(minutes)}
            />
            <span>
              <b>
                {words.idleAfter(inWords(minutes))}
                {minutes === idleMinutes && <em>{words.now}</em>}
              </b>
              {words.idleHint[minutes] !== undefined && <small>{words.idleHint[minutes]}</small>}
            </span>
          </label>
        ))}
      </fieldset>
      {change.isError && (
        <div className={classes['refused']} role="alert">
          <b>{words.refused}</b>
          <p>{problemSentence(change.error)}</p>
        </div>
      )}
      {!readOnly && !asking && (
        <div className={classes['acts']}>
          <Button disabled={chosen === idleMinutes} onClick={() => setAsking(true)}>
            {words.idleSave}
          </Button>
          {chosen === idleMinutes && <span>{words.unchanged}</span>}
        </div>
      )}
      {asking && (
        <Consequence
          danger={chosen > AAL2 || chosen < idleMinutes}
          title={words.idleConsequence(inWords(chosen))}
          now={words.idleNow(inWords(idleMinutes))}
          changes={[
            { text: chosen < idleMinutes ? words.idleShorter : words.idleLonger },
            ...(chosen > AAL2 ? [{ text: words.idleDeparts }] : []),
          ]}
          confirmLabel={words.idleConfirm(inWords(chosen))}
          busy={change.isPending}
          onConfirm={() => change.mutate(chosen)}
          onCancel={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** Minutes as people say them. */
export function inWords(minutes: number): string {
  if (minutes % 60 !== 0) return `${minutes} minutes`;
  return minutes === 60 ? '1 hour' : `${minutes / 60} hours`;
}
