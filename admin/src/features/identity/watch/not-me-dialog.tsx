import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { forgetEarly } from '../../../shared/api/early.js';
import { queryClient } from '../../../shared/api/query.js';
import { rememberSignedIn, tellOtherTabs } from '../../../shared/session/signed-in.js';
import { dayTime } from '../../../shared/text/dates.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { watchRequests } from './requests.js';
import type { SignIn } from './requests.js';
import { watchText as words } from './text.js';
import { countryWord, outcomeWord } from './words.js';
import classes from './watch.module.css';

/** Says what locking one's account means, then does it and shows what happened. */
export function NotMeDialog({ line, onClose }: { line: SignIn; onClose: () => void }) {
  const navigate = useNavigate();
  const lock = useMutation({
    mutationFn: watchRequests.lock,
    onSuccess: async () => {
      rememberSignedIn(false);
      forgetEarly();
      await navigate('/sign-in/not-me', { replace: true, state: { locked: true } });
      // Only now: this tab hears it as well, and goes nowhere from a page before the house.
      queryClient.clear();
      tellOtherTabs('signed-out');
    },
  });
  return (
    <ConfirmDialog
      danger
      opened
      title={words.lockTitle}
      confirmLabel={words.lockConfirm}
      cancelLabel={words.stay}
      busy={lock.isPending || lock.isSuccess}
      onConfirm={() => lock.mutate()}
      onClose={onClose}
    >
      <p className={classes['entry']}>
        {words.lockEntry(
          outcomeWord(line),
          dayTime(line.at).replace(/^[TY]/, (letter) => letter.toLowerCase()),
          line.device,
          countryWord(line.country),
        )}
      </p>
      {line.kind === 'refused' && <p>{words.lockRefused}</p>}
      <p>{words.lockLead}</p>
      <ul className={classes['means']}>
        {words.consequences.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {lock.isError && (
        <p className={classes['refused']} role="alert">
          {problemSentence(lock.error)}
        </p>
      )}
    </ConfirmDialog>
  );
}
