import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { recordText } from './text.js';

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
    <ConfirmDialog
      opened={blocker.state === 'blocked'}
      title={recordText.edit.leaveTitle}
      cancelLabel={recordText.edit.stay}
      confirmLabel={recordText.edit.leave}
      onClose={() => blocker.reset?.()}
      onConfirm={() => blocker.proceed?.()}
    >
      {recordText.edit.leaveText}
    </ConfirmDialog>
  );
}
