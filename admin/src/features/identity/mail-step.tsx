import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconChevronLeft } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { isProblem } from '../../shared/api/problem.js';
import type { Redeemed } from '../../shared/api/types.js';
import { problemSentence } from '../../shared/text/problems.js';
import { announce } from '../../shared/ui/announce.js';
import type { Asked } from './asked.js';
import { CodeField } from './code-field.js';
import { clockText, useSecondsUntil } from './countdown.js';
import { askByMail, signInRequests } from './requests.js';
import { identityText } from './text.js';
import classes from './door.module.css';

const AGAIN_AFTER_MS = 30_000;

interface MailStepProps {
  asked: Asked;
  onAsked: (asked: Asked | null) => void;
  onEntered: (redeemed: Redeemed) => void;
}

/** A link is on its way, or not: the page is the same. Here a code from another device is typed, too. */
export function MailStep({ asked, onAsked, onEntered }: MailStepProps) {
  const [code, setCode] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const left = useSecondsUntil(new Date(asked.expiresAt).getTime());
  const wait = useSecondsUntil(asked.sentAt + AGAIN_AFTER_MS);
  const redeem = useMutation({
    mutationFn: signInRequests.code,
    onSuccess: onEntered,
    onError: () => setCode(''),
  });
  const again = useMutation({
    mutationFn: () => askByMail(asked.email),
    onSuccess: (anew) => {
      onAsked(anew);
      setCode('');
      redeem.reset();
      announce(identityText.sentAgain);
    },
  });
  useEffect(() => heading.current?.focus(), []);
  const dead = left === 0 || isProblem(redeem.error, 'identity.link_dead');
  const [before, email, after] = identityText.mailText(asked.email);

  return (
    <>
      <div>
        <button type="button" className={classes['back']} onClick={() => onAsked(null)}>
          <IconChevronLeft size={14} stroke={1.6} aria-hidden />
          {identityText.otherAddress}
        </button>
        <h1 ref={heading} tabIndex={-1}>
          {dead ? identityText.ranOutTitle : identityText.mailTitle}
        </h1>
        <p className={classes['lead']}>
          {dead ? (
            identityText.ranOut
          ) : (
            <>
              {before}
              <b>{email}</b>
              {after}
            </>
          )}
        </p>
      </div>
      {dead ? (
        <Button size="lg" fullWidth loading={again.isPending} onClick={() => again.mutate()}>
          {identityText.sendAnother}
        </Button>
      ) : (
        <>
          <CodeField
            value={code}
            busy={redeem.isPending || redeem.isSuccess}
            hint={identityText.codeHint}
            error={redeem.isError ? wrong(redeem.error) : null}
            onChange={(digits) => {
              setCode(digits);
              if (redeem.isError && digits !== '') redeem.reset();
            }}
            onComplete={(digits) => redeem.mutate(digits)}
          />
          <p className={classes['hint']}>
            {wait > 0 ? (
              identityText.sendAgainIn(clockText(wait))
            ) : (
              <>
                {identityText.nothingYet}{' '}
                <button type="button" className={classes['link']} disabled={again.isPending} onClick={() => again.mutate()}>
                  {identityText.sendAgain}
                </button>
                .
              </>
            )}{' '}
            {identityText.runsOut(clockText(left))}
          </p>
        </>
      )}
      {again.isError && (
        <p className={classes['problem']} role="alert">
          {problemSentence(again.error)}
        </p>
      )}
    </>
  );
}

function wrong(error: unknown): string {
  if (!isProblem(error, 'identity.code_wrong')) return problemSentence(error);
  const left = error.extra['attemptsLeft'];
  return identityText.codeWrong(typeof left === 'number' ? left : null);
}
