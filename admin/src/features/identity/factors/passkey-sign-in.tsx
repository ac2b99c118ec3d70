import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconFingerprint } from '@tabler/icons-react';
import { useEffect } from 'react';
import { isProblem } from '../../../shared/api/problem.js';
import type { Redeemed } from '../../../shared/api/types.js';
import { enter } from '../requests.js';
import { showPasskey, warmUpPasskeys } from './passkey.js';
import { stepRequests } from './requests.js';
import { factorText } from './text.js';
import { factorProblem } from './words.js';
import door from '../door.module.css';
import classes from './factors.module.css';

/** In by passkey alone: no address, no mail. */
export function PasskeySignIn({ onEntered }: { onEntered: (redeemed: Redeemed) => void }) {
  const show = useMutation({
    mutationFn: async () => enter(await stepRequests.passkey(await showPasskey(await stepRequests.anyPasskeyOptions()))),
    onSuccess: onEntered,
  });
  useEffect(warmUpPasskeys, []);
  return (
    <div className={classes['ways']}>
      <p className={classes['or']}>{factorText.or}</p>
      <Button
        size="lg"
        variant="default"
        fullWidth
        leftSection={<IconFingerprint size={19} stroke={1.6} aria-hidden />}
        loading={show.isPending || show.isSuccess}
        onClick={() => show.mutate()}
      >
        {factorText.passkeySignIn}
      </Button>
      {show.isError && (
        <p className={door['problem']} role="alert">
          {isProblem(show.error, 'identity.step_over') ? factorText.passkeyUnknown : factorProblem(show.error)}
        </p>
      )}
    </div>
  );
}
