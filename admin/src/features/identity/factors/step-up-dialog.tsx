import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { FocusEvent } from 'react';
import { useSignOut } from '../../../shared/session/sign-out.js';
import { sharedText } from '../../../shared/text/catalogue.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { ProofForm } from './proof-form.js';
import { ownFactorRequests } from './requests.js';
import { factorText } from './text.js';
import { isOver } from './words.js';
import door from '../door.module.css';
import classes from './factors.module.css';

const words = factorText.stepUp;

/** Above any other dialog: it is asked for from there. */
const ABOVE = 400;

/** Asks for a fresh proof in the middle of something, and gives way to it again. */
export default function StepUpDialog({ onDone }: { onDone: (confirmed: boolean) => void }) {
  const state = useQuery({
    queryKey: ['step-up'],
    queryFn: ({ signal }) => ownFactorRequests.stepUp(signal),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const fresh = state.data?.fresh === true;
  // Another tab, which shares the session, may have confirmed it meanwhile.
  useEffect(() => {
    if (fresh) onDone(true);
  }, [fresh, onDone]);
  const cancel = (): void => onDone(false);
  return (
    <Modal
      opened
      onClose={cancel}
      closeOnEscape={false}
      title={factorText.confirmTitle}
      size={420}
      zIndex={ABOVE}
      onFocusCapture={markOwn}
      onKeyDown={({ key }) => {
        if (key === 'Escape') cancel();
      }}
    >
      <div className={classes['ways']}>
        {state.isError && <ErrorState error={state.error} title={words.failed} retry={() => void state.refetch()} />}
        {state.data !== undefined &&
          !fresh &&
          (state.data.methods.length === 0 ? <NoWay onLeave={cancel} /> : <Ways methods={state.data.methods} onDone={onDone} />)}
        <div className={classes['buttons']}>
          <Button variant="default" onClick={cancel}>
            {sharedText.cancel}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Escape closes this dialog alone: the one beneath lets an Escape pass that comes from an element marked so. */
function markOwn({ target }: FocusEvent): void {
  target.setAttribute('data-mantine-stop-propagation', 'true');
}

function Ways({ methods, onDone }: { methods: Parameters<typeof ProofForm>[0]['methods']; onDone: (confirmed: boolean) => void }) {
  const begun = useRef(false);
  const [over, setOver] = useState(false);
  const begin = async (): Promise<object> => {
    const options = await ownFactorRequests.begin();
    begun.current = true;
    return options;
  };
  return (
    <>
      <p className={door['lead']} style={{ margin: 0 }}>
        {words.lead}
      </p>
      {over && (
        <p className={door['problem']} role="alert">
          {words.over}
        </p>
      )}
      <ProofForm
        methods={methods}
        passkeyOptions={begin}
        prove={async (proof) => {
          setOver(false);
          if (!begun.current) await begin();
          await ownFactorRequests.prove(proof);
        }}
        onProved={() => onDone(true)}
        onRefused={(error) => {
          if (!isOver(error)) return false;
          begun.current = false;
          setOver(true);
          return true;
        }}
      />
    </>
  );
}

function NoWay({ onLeave }: { onLeave: () => void }) {
  const signOut = useSignOut();
  return (
    <>
      <div className={classes['way']}>
        <p>{words.none}</p>
        <p className={door['hint']}>{words.noneHint}</p>
      </div>
      <Button
        fullWidth
        data-autofocus
        onClick={() => {
          onLeave();
          void signOut(false);
        }}
      >
        {words.signOut}
      </Button>
    </>
  );
}
