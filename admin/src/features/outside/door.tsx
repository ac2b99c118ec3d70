import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ProblemError, isProblem } from '../../shared/api/problem.js';
import { problemSentence } from '../../shared/text/problems.js';
import { announce } from '../../shared/ui/announce.js';
import { outsideRequests } from './requests.js';
import { outsideText as words } from './text.js';
import classes from './outside.module.css';

interface DoorProps {
  token: string;
  onInside: (kind: 'share' | 'request') => void;
  onEnded: () => void;
}

const isEnded = (error: unknown): boolean => isProblem(error, 'outside.ended') || (error instanceof ProblemError && error.status === 400);

/** Asks for a code, and takes it. Nothing is sent by opening the page: programs that read mail open links too. */
export function Door({ token, onInside, onEnded }: DoorProps) {
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const knock = useMutation({
    mutationFn: () => outsideRequests.knock(token),
    onError: (error) => isEnded(error) && onEnded(),
    onSuccess: () => setCode(''),
  });
  const enter = useMutation({
    mutationFn: (digits: string) => outsideRequests.enter(token, digits),
    onSuccess: ({ kind }) => onInside(kind),
    onError: (error) => {
      if (isProblem(error, 'outside.ended')) onEnded();
      setCode('');
      field.current?.focus();
    },
  });
  const again = (): void => {
    enter.reset();
    knock.mutate(undefined, { onSuccess: () => announce(words.codeSent) });
  };
  const digits = code.replaceAll(/\D/g, '');
  const take = (typed: string): void => {
    const read = typed.replaceAll(/\D/g, '').slice(0, 8);
    setCode(read.length > 4 ? `${read.slice(0, 4)} ${read.slice(4)}` : read);
    if (read.length === 8 && read !== digits && !enter.isPending) enter.mutate(read);
  };
  const refused = knock.error === null || isEnded(knock.error) ? null : sentence(knock.error);
  if (!knock.data)
    return (
      <section className={classes['said']}>
        <h1>{words.knockTitle}</h1>
        <p>{words.knockLead}</p>
        <Button size="lg" fullWidth loading={knock.isPending} onClick={() => knock.mutate()}>
          {words.sendCode}
        </Button>
        {refused !== null && <Problem text={refused} />}
      </section>
    );
  return (
    <section className={classes['said']}>
      <h1>{words.codeTitle}</h1>
      <p>
        {words.codeLead(knock.data.practice)} <b>{knock.data.sentTo}</b>.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (digits.length === 8) enter.mutate(digits);
        }}
      >
        <TextInput
          ref={field}
          label={words.codeLabel}
          description={words.codeHint}
          size="lg"
          inputMode="numeric"
          autoComplete="one-time-code"
          spellCheck={false}
          autoFocus
          value={code}
          readOnly={enter.isPending}
          error={enter.isError && !isEnded(enter.error) ? problemSentence(enter.error) : null}
          classNames={{ input: classes['code'] ?? '' }}
          onChange={(event) => take(event.currentTarget.value)}
        />
        <Button type="submit" size="lg" fullWidth loading={enter.isPending} disabled={digits.length !== 8}>
          {words.open}
        </Button>
      </form>
      <Button variant="subtle" loading={knock.isPending} onClick={again}>
        {words.anotherCode}
      </Button>
      {refused !== null && <Problem text={refused} />}
    </section>
  );
}

function Problem({ text }: { text: string }) {
  return (
    <p className={classes['problem']} role="alert">
      {text}
    </p>
  );
}

function sentence(error: unknown): string {
  const wait = error instanceof ProblemError && error.code === 'outside.wait' ? error.extra['retryAfter'] : undefined;
  return typeof wait === 'number' ? words.wait(Math.max(1, Math.ceil(wait / 60))) : problemSentence(error);
}
