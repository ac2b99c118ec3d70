import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconFingerprint } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { CodeField } from '../code-field.js';
import { passkeysSupported, showPasskey, warmUpPasskeys } from './passkey.js';
import type { GivenProof, Proof } from './requests.js';
import { factorText } from './text.js';
import { factorProblem } from './words.js';
import door from '../door.module.css';
import classes from './factors.module.css';

interface ProofFormProps {
  methods: readonly Proof[];
  /** What the browser needs to ask for a passkey. */
  passkeyOptions: () => Promise<object>;
  prove: (proof: GivenProof) => Promise<void>;
  /** The proof was taken. */
  onProved: () => void;
  /** Looks at a refusal first; true when it deals with it. */
  onRefused?: (error: unknown) => boolean;
}

/** Proves that it is you: a passkey first, a code of an app, a recovery code as the last way. */
export function ProofForm({ methods, passkeyOptions, prove, onProved, onRefused }: ProofFormProps) {
  const [recovering, setRecovering] = useState(methods.every((method) => method === 'recovery'));
  const [code, setCode] = useState('');
  const give = useMutation({
    mutationFn: async ({ method, code: typed }: GivenProof) => {
      if (method !== 'passkey') return prove({ method, ...(typed !== undefined && { code: typed }) });
      return prove({ method, response: { ...(await showPasskey(await passkeyOptions())) } });
    },
    onSuccess: onProved,
    onError: (error) => {
      setCode('');
      if (onRefused?.(error) === true) give.reset();
    },
  });
  const asksPasskey = methods.includes('passkey');
  useEffect(() => {
    if (asksPasskey) warmUpPasskeys();
  }, [asksPasskey]);
  const busy = give.isPending || give.isSuccess;
  const tried = give.variables?.method;
  const errorOf = (method: Proof): string | null => (give.isError && tried === method ? factorProblem(give.error) : null);
  const swap = (to: boolean): void => {
    give.reset();
    setCode('');
    setRecovering(to);
  };
  if (recovering) {
    return (
      <RecoveryForm
        busy={busy}
        error={errorOf('recovery')}
        onGive={(typed) => give.mutate({ method: 'recovery', code: typed })}
        onType={() => give.isError && give.reset()}
        {...(methods.some((method) => method !== 'recovery') && { onBack: () => swap(false) })}
      />
    );
  }
  const hasPasskey = asksPasskey && passkeysSupported();
  const hasApp = methods.includes('totp');
  return (
    <div className={classes['ways']}>
      {asksPasskey && !hasPasskey && <p className={door['hint']}>{factorText.noPasskeysHere}</p>}
      {hasPasskey && (
        <div className={classes['way']}>
          <Button
            size="lg"
            fullWidth
            data-autofocus
            autoFocus
            leftSection={<IconFingerprint size={19} stroke={1.6} aria-hidden />}
            loading={busy && tried === 'passkey'}
            disabled={busy && tried !== 'passkey'}
            onClick={() => give.mutate({ method: 'passkey' })}
          >
            {factorText.usePasskey}
          </Button>
          {errorOf('passkey') === null ? (
            <p className={door['hint']}>{factorText.passkeyHint}</p>
          ) : (
            <p className={door['problem']} role="alert">
              {errorOf('passkey')}
            </p>
          )}
        </div>
      )}
      {hasPasskey && hasApp && <p className={classes['or']}>{factorText.orCode}</p>}
      {hasApp && (
        <CodeField
          plain
          label={factorText.appCode}
          hint={factorText.appCodeHint}
          value={code}
          autoFocus={!hasPasskey}
          busy={busy && tried === 'totp'}
          error={errorOf('totp')}
          onChange={(digits) => {
            setCode(digits);
            if (give.isError && digits !== '') give.reset();
          }}
          onComplete={(digits) => give.mutate({ method: 'totp', code: digits })}
        />
      )}
      {!methods.includes('recovery') && <p className={door['hint']}>{factorText.lost}</p>}
      {methods.includes('recovery') && (
        <p className={classes['other']}>
          <button type="button" className={door['link']} disabled={busy} onClick={() => swap(true)}>
            {factorText.useRecovery}
          </button>
        </p>
      )}
    </div>
  );
}

interface RecoveryFormProps {
  busy: boolean;
  error: string | null;
  onGive: (code: string) => void;
  onType: () => void;
  onBack?: () => void;
}

function RecoveryForm({ busy, error, onGive, onType, onBack }: RecoveryFormProps) {
  const [typed, setTyped] = useState('');
  const [short, setShort] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const whole = typed.replace(/[\s-]/g, '').length === 12;
    setShort(!whole);
    if (whole && !busy) onGive(typed.trim());
  };
  return (
    <form className={classes['ways']} noValidate onSubmit={submit}>
      <TextInput
        size="lg"
        data-autofocus
        autoFocus
        label={factorText.recovery}
        description={factorText.recoveryHint}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={24}
        value={typed}
        error={short ? factorText.recoveryMissing : error}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setShort(false);
          onType();
        }}
      />
      <Button type="submit" size="lg" fullWidth loading={busy}>
        {factorText.confirm}
      </Button>
      <p className={door['hint']}>{factorText.lost}</p>
      {onBack && (
        <p className={classes['other']}>
          <button type="button" className={door['link']} disabled={busy} onClick={onBack}>
            {factorText.otherWays}
          </button>
        </p>
      )}
    </form>
  );
}
