import { Button, Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { recordText } from './text.js';
import classes from './record.module.css';

/**
 * Asks before a person leaves work that is not saved. What they typed stays in the tab either way; the question is there
 * so that nobody believes it was saved.
 * @param within addresses under this one are not "leaving"
 */
export function UnsavedGuard({ dirty, within }: { dirty: boolean; within: string }) {
  const blocker = useBlocker(
    ({ nextLocation }) =>
      dirty && nextLocation.pathname !== within && !nextLocation.pathname.startsWith(`${within}/`) && nextLocation.pathname !== '/sign-in',
  );
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
  return (
    <Modal opened={blocker.state === 'blocked'} onClose={() => blocker.reset?.()} title={recordText.edit.leaveTitle} centered size="md">
      <p style={{ marginTop: 0 }}>{recordText.edit.leaveText}</p>
      <div className={classes['buttons']} style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {recordText.edit.leave}
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          {recordText.edit.stay}
        </Button>
      </div>
    </Modal>
  );
}
