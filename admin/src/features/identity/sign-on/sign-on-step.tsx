import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconChevronLeft } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { problemSentence } from '../../../shared/text/problems.js';
import { signOnRequests } from './requests.js';
import type { Offered } from './requests.js';
import { signOnText as words } from './text.js';
import door from '../door.module.css';

interface SignOnStepProps {
  offered: Offered;
  /** Just before the page leaves Ironbark. */
  onLeave: () => void;
  /** The mailed link, where the practice takes it. */
  onMail: () => void;
  mailing: boolean;
  mailError: unknown;
  /** Other ways that the practice takes, between the link and the hint. */
  children?: ReactNode;
  onBack: () => void;
}

/** An address whose domain belongs to a practice with its own provider: the same for everybody there, known or not. */
export function SignOnStep({ offered, onLeave, onMail, mailing, mailError, children, onBack }: SignOnStepProps) {
  const { email, way, required } = offered;
  const heading = useRef<HTMLHeadingElement>(null);
  const leave = useMutation({
    mutationFn: async () => {
      onLeave();
      await signOnRequests.leave(way.id);
    },
  });
  useEffect(() => heading.current?.focus(), []);
  const [before, address, after] = (required ? words.requiredText : words.offered)(email);
  const error: unknown = leave.error ?? mailError;
  return (
    <>
      <div>
        <button type="button" className={door['back']} onClick={onBack}>
          <IconChevronLeft size={14} stroke={1.6} aria-hidden />
          {words.otherAddress}
        </button>
        <h1 ref={heading} tabIndex={-1}>
          {words.offeredTitle(way.name)}
        </h1>
        <p className={door['lead']}>
          {before}
          <b>{address}</b>
          {after}
        </p>
      </div>
      <Button size="lg" fullWidth loading={leave.isPending || leave.isSuccess} onClick={() => leave.mutate()}>
        {words.continueWith(way.name)}
      </Button>
      {!required && (
        <Button size="lg" fullWidth variant="default" loading={mailing} onClick={onMail}>
          {words.byMail}
        </Button>
      )}
      {error !== null && (
        <p className={door['problem']} role="alert">
          {problemSentence(error)}
        </p>
      )}
      {!required && children}
      <p className={door['hint']}>
        {words.notWorking}{' '}
        <Link className={door['link']} to="/sign-in/break-glass">
          {words.breakGlass}
        </Link>
        .
      </p>
    </>
  );
}
