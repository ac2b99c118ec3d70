import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { CodeField } from '../code-field.js';
import { CopyButton } from './copy-button.js';
import type { Enrolment, FactorAdded } from './requests.js';
import { factorText } from './text.js';
import { factorProblem, isOver } from './words.js';
import door from '../door.module.css';
import classes from './factors.module.css';

interface TotpSetupProps {
  enrolment: Enrolment;
  onAdded: (added: FactorAdded) => void;
  /** Where another secret cannot be asked for, what happens instead of offering one. */
  onOver?: () => void;
  /** The code takes the keyboard, where there is one to take: on a touch screen it would push the picture away. */
  toCode?: boolean;
}

/** Sets an authenticator app up: the secret to scan or to type, then the first code. */
export function TotpSetup({ enrolment, onAdded, onOver, toCode = false }: TotpSetupProps) {
  const [code, setCode] = useState('');
  const offer = useQuery({
    queryKey: ['totp-offer', enrolment.at],
    queryFn: async () => {
      const [{ secret, uri }, { encode }] = await Promise.all([enrolment.offerTotp(), import('uqr')]);
      return { secret, uri, squares: encode(uri, { border: 2 }).data };
    },
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const add = useMutation({
    mutationFn: (typed: string) => enrolment.add({ kind: 'totp', code: typed }),
    onSuccess: onAdded,
    onError: (error) => {
      setCode('');
      if (isOver(error)) onOver?.();
    },
  });
  const again = (): void => {
    add.reset();
    void offer.refetch();
  };
  if (offer.isError) {
    return <ErrorState error={offer.error} title={factorText.offerFailed} retry={() => void offer.refetch()} />;
  }
  if (isOver(add.error)) {
    return (
      <div className={classes['ways']}>
        <p role="alert">{factorText.appOver}</p>
        <Button fullWidth onClick={again}>
          {factorText.startAgain}
        </Button>
      </div>
    );
  }
  return (
    <div className={classes['ways']}>
      <div className={classes['scan']}>
        <div className={classes['qr']}>{offer.data && <Squares rows={offer.data.squares} />}</div>
        <div className={classes['secret']}>
          <b>{factorText.scan}</b>
          <span id="totp-secret">{factorText.typeSecret}</span>
          <code aria-labelledby="totp-secret">{offer.data && inFours(offer.data.secret)}</code>
          {offer.data && (
            <CopyButton size="xs" text={offer.data.secret}>
              {factorText.copySecret}
            </CopyButton>
          )}
          {offer.data && matchMedia('(pointer: coarse)').matches && (
            <a className={door['link']} href={offer.data.uri}>
              {factorText.openApp}
            </a>
          )}
        </div>
      </div>
      <CodeField
        plain
        label={factorText.firstCode}
        hint={factorText.firstCodeHint}
        value={code}
        // Only once there is something to scan: before, a proof may be asked for, which gives the keyboard back to what had it.
        key={offer.isSuccess ? 'ready' : 'waiting'}
        autoFocus={toCode && offer.isSuccess && matchMedia('(pointer: fine)').matches}
        busy={add.isPending || add.isSuccess}
        error={add.isError ? factorProblem(add.error) : null}
        onChange={(digits) => {
          setCode(digits);
          if (add.isError && digits !== '') add.reset();
        }}
        onComplete={(digits) => add.mutate(digits)}
      />
      {add.isError && <p className={door['hint']}>{factorText.clockHint}</p>}
    </div>
  );
}

/** A QR code; always dark on light, as cameras want it. */
function Squares({ rows }: { rows: readonly (readonly boolean[])[] }) {
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={factorText.scanAlt} shapeRendering="crispEdges">
      <path d={path} />
    </svg>
  );
}

function inFours(secret: string): string {
  return (secret.match(/.{1,4}/g) ?? []).join(' ');
}
