import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconFingerprint } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api } from '../../../shared/api/client.js';
import { isProblem } from '../../../shared/api/problem.js';
import type { Redeemed } from '../../../shared/api/types.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { Door } from '../door.js';
import { passkeysSupported, showPasskey, warmUpPasskeys } from '../factors/passkey.js';
import { stepRequests } from '../factors/requests.js';
import { StepHead } from '../factors/step-frame.js';
import { factorProblem } from '../factors/words.js';
import { enter } from '../requests.js';
import { glassDoorText as words } from './text.js';
import door from '../door.module.css';

const SHORTEST = 10;

/** The way in of named owners when single sign-on does not work. */
export default function BreakGlassDoorPage() {
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const [short, setShort] = useState(false);
  useTitle(words.title);
  useEffect(warmUpPasskeys, []);
  const breaking = useMutation({
    mutationFn: async () => {
      const response = await showPasskey(await stepRequests.anyPasskeyOptions());
      return enter(await api.post<Redeemed>('/auth/break-glass', { response, reason: reason.trim() }));
    },
    onSuccess: () => void navigate('/settings/break-glass', { replace: true }),
  });
  return (
    <Door>
      <StepHead title={words.title}>{words.lead}</StepHead>
      <form
        className={door['fields']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const tooShort = reason.trim().length < SHORTEST;
          setShort(tooShort);
          if (!tooShort && !breaking.isPending) breaking.mutate();
        }}
      >
        <p className={door['hint']}>{words.what}</p>
        <Textarea
          label={words.reason}
          description={words.reasonHint}
          value={reason}
          error={short ? words.reasonShort : null}
          autosize
          minRows={2}
          maxRows={5}
          maxLength={300}
          onChange={(event) => {
            setReason(event.currentTarget.value);
            setShort(false);
          }}
        />
        <Button
          type="submit"
          size="lg"
          color="red"
          fullWidth
          disabled={!passkeysSupported()}
          loading={breaking.isPending || breaking.isSuccess}
          leftSection={<IconFingerprint size={19} stroke={1.6} aria-hidden />}
        >
          {words.confirm}
        </Button>
        {!passkeysSupported() && <p className={door['hint']}>{words.noPasskeys}</p>}
        {breaking.isError && (
          <p className={door['problem']} role="alert">
            {isProblem(breaking.error, 'identity.step_over') ? words.refused : factorProblem(breaking.error)}
          </p>
        )}
        <p className={door['hint']}>
          <Link className={door['link']} to="/sign-in" replace>
            {words.back}
          </Link>
        </p>
      </form>
    </Door>
  );
}
