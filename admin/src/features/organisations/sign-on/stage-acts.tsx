import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { problemSentence } from '../../../shared/text/problems.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { Consequence } from '../../../shared/ui/consequence.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { signOnKey, signOnRequests, useConsequences } from './requests.js';
import type { Connection, Consequences } from './requests.js';
import { signOnText as words } from './text.js';
import page from '../security.module.css';
import classes from './sign-on.module.css';

type Act = 'turnOn' | 'turnOff' | 'free' | 'remove';
const DAY_MS = 86_400_000;
const WHEN = { now: 0, day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const;
/** So many people are named before it is said how many more there are. */
const NAMED = 8;

interface StageActsProps {
  connection: Connection;
  cameByIt: boolean;
  owner: boolean;
}

/** The next step of a connection and the way back, each said before it is done. */
export function StageActs({ connection, cameByIt, owner }: StageActsProps) {
  const cache = useQueryClient();
  const [asking, setAsking] = useState<Act | 'require' | null>(null);
  const { id, name, stage, confirmed } = connection;
  const act = useMutation({
    mutationFn: (which: Act | 'confirm') => signOnRequests[which](id),
    onSuccess: (_nothing, which) => {
      setAsking(null);
      toast({ message: DONE[which] });
    },
    onError: () => setAsking(null),
    onSettled: () => void cache.invalidateQueries({ queryKey: signOnKey }),
  });
  const close = (): void => setAsking(null);
  const on = stage === 'on' || stage === 'announced';
  if (asking === 'turnOn')
    return (
      <Consequence
        title={words.turnOnTitle(name)}
        now={words.turnOnNow}
        changes={words.turnOnChanges.map((text) => ({ text }))}
        confirmLabel={words.turnOn}
        busy={act.isPending}
        onConfirm={() => act.mutate('turnOn')}
        onCancel={close}
      />
    );
  if (asking === 'require') return <Requiring connection={connection} onClose={close} />;
  return (
    <>
      {on && !confirmed && (
        <div className={classes['warn']}>
          <b>{words.confirmTitle}</b>
          <p>{words.confirmText}</p>
          {owner && (
            <Button size="xs" loading={act.isPending && act.variables === 'confirm'} onClick={() => act.mutate('confirm')}>
              {words.confirm}
            </Button>
          )}
        </div>
      )}
      {stage === 'on' && !cameByIt && <p className={page['hint']}>{words.comeFirst}</p>}
      <div className={page['acts']}>
        {stage === 'tested' && <Button onClick={() => setAsking('turnOn')}>{words.turnOn}</Button>}
        {stage === 'on' && (
          <Button disabled={!cameByIt || !confirmed} onClick={() => setAsking('require')}>
            {words.require}
          </Button>
        )}
        {(stage === 'announced' || stage === 'required') && (
          <Button variant="default" onClick={() => setAsking('free')}>
            {words.free}
          </Button>
        )}
        {stage === 'on' && (
          <Button variant="default" onClick={() => setAsking('turnOff')}>
            {words.turnOff}
          </Button>
        )}
        {(stage === 'draft' || stage === 'tested') && (
          <Button variant="subtle" color="red" onClick={() => setAsking('remove')}>
            {words.remove}
          </Button>
        )}
      </div>
      {act.isError && (
        <p className={page['refused']} role="alert">
          {problemSentence(act.error)}
        </p>
      )}
      {(asking === 'turnOff' || asking === 'free' || asking === 'remove') && (
        <ConfirmDialog
          opened
          title={ASKS[asking].title(name)}
          confirmLabel={ASKS[asking].label}
          danger={asking !== 'free'}
          busy={act.isPending}
          onConfirm={() => act.mutate(asking)}
          onClose={close}
        >
          {ASKS[asking].text}
        </ConfirmDialog>
      )}
    </>
  );
}

const DONE = {
  turnOn: words.turnedOn,
  turnOff: words.turnedOff,
  free: words.freed,
  remove: words.removed,
  confirm: words.confirmed,
} as const;

const ASKS = {
  turnOff: { title: words.turnOffTitle, text: words.turnOffText, label: words.turnOff },
  free: { title: () => words.freeTitle, text: words.freeText, label: words.free },
  remove: { title: words.removeTitle, text: words.removeText, label: words.remove },
} as const;

/** Requiring it of everybody: who is concerned, who would be shut out, which sessions end, from when on. */
function Requiring({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const cache = useQueryClient();
  const consequences = useConsequences(connection.id);
  const [when, setWhen] = useState<keyof typeof WHEN>('week');
  const require = useMutation({
    mutationFn: () => signOnRequests.require(connection.id, when === 'now' ? null : new Date(Date.now() + WHEN[when]).toISOString()),
    onSuccess: ({ sessionsEnded }) => {
      toast({ message: words.required(sessionsEnded) });
      void cache.invalidateQueries({ queryKey: signOnKey });
      onClose();
    },
  });
  if (consequences.isError)
    return <ErrorState error={consequences.error} title={words.consequencesFailed} retry={() => void consequences.refetch()} />;
  if (consequences.data === undefined) return <SkeletonRows rows={4} />;
  return (
    <>
      <NativeSelect
        className={classes['when']}
        label={words.requireFrom}
        value={when}
        data={Object.entries(words.requireWhen).map(([value, label]) => ({ value, label }))}
        onChange={({ currentTarget: { value } }) => setWhen(value as keyof typeof WHEN)}
      />
      <Consequence
        danger={consequences.data.outside.length > 0 || !consequences.data.breakGlass}
        title={words.requireTitle(connection.name)}
        now={words.requireNow}
        changes={changesOf(consequences.data)}
        ways={!consequences.data.breakGlass && <Link to="/settings/break-glass">{words.nameOwners}</Link>}
        confirmLabel={words.requireConfirm}
        busy={require.isPending}
        onConfirm={() => require.mutate()}
        onCancel={onClose}
      />
      {require.isError && (
        <p className={page['refused']} role="alert">
          {problemSentence(require.error)}
        </p>
      )}
    </>
  );
}

function changesOf({ members, outside, sessions, breakGlass }: Consequences) {
  const named = outside
    .slice(0, NAMED)
    .map(({ displayName }) => displayName)
    .join(', ');
  const more = outside.length > NAMED ? ` +${outside.length - NAMED}` : '';
  return [
    { text: words.requireMembers(members) },
    { text: words.requireSessions(sessions) },
    ...(outside.length > 0 ? [{ text: <b>{`${words.requireOutside(outside.length)} ${named}${more}`}</b> }] : []),
    { text: breakGlass ? words.requireGlass : <b>{words.requireNoGlass}</b> },
  ];
}
