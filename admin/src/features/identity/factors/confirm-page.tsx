import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Redeemed } from '../../../shared/api/types.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { Door } from '../door.js';
import { intended } from '../intended.js';
import { enter, pathAfter } from '../requests.js';
import { ProofForm } from './proof-form.js';
import { stepRequests } from './requests.js';
import { StepFrame, StepHead, useStep } from './step-frame.js';
import { factorText } from './text.js';
import { isOver } from './words.js';

/** Between the mailbox and the session: a proof by a factor. */
export default function ConfirmPage() {
  const step = useStep();
  const navigate = useNavigate();
  const [over, setOver] = useState(false);
  const entered = useRef<Redeemed>(null);
  useTitle(factorText.confirmTitle);
  return (
    <Door>
      <StepFrame step={step} over={over || step.data?.kind === 'enrol'}>
        {({ methods }) => (
          <>
            <StepHead title={factorText.confirmTitle} focus={false}>
              {factorText.confirmText}
            </StepHead>
            <ProofForm
              methods={methods}
              passkeyOptions={stepRequests.passkeyOptions}
              prove={async (proof) => {
                entered.current = enter(await stepRequests.confirm(proof));
              }}
              onProved={() => entered.current && void navigate(pathAfter(entered.current, intended.take), { replace: true })}
              onRefused={(error) => {
                setOver(isOver(error));
                return isOver(error);
              }}
            />
          </>
        )}
      </StepFrame>
    </Door>
  );
}
