import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconChevronLeft, IconDeviceMobile, IconFingerprint } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useTitle } from '../../../shared/ui/use-title.js';
import { Door } from '../door.js';
import { intended } from '../intended.js';
import { begin } from '../requests.js';
import { makePasskey, nameOfDevice, passkeysSupported } from './passkey.js';
import { RecoveryCodes } from './recovery-codes.js';
import { firstFactor } from './requests.js';
import type { FactorAdded, FactorKind } from './requests.js';
import { StepFrame, StepHead, useStep } from './step-frame.js';
import { factorText } from './text.js';
import { TotpSetup } from './totp-setup.js';
import { factorProblem, isOver } from './words.js';
import door from '../door.module.css';
import classes from './factors.module.css';

/** The practice asks for a factor that somebody does not have yet: they add it here and are in. */
export default function EnrolPage() {
  const navigate = useNavigate();
  const [over, setOver] = useState(false);
  const [scanning, setScanning] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const step = useStep(codes !== null);
  useTitle(codes === null ? factorText.enrolTitle : factorText.codesTitle);
  const goOn = (): void => void navigate(intended.take(), { replace: true });
  const added = ({ recoveryCodes }: FactorAdded): void => {
    begin();
    if (recoveryCodes === null) goOn();
    else setCodes(recoveryCodes);
  };
  if (codes !== null) {
    return (
      <Door>
        <StepHead title={factorText.codesTitle}>
          {factorText.codesText} {factorText.codesWhere}
        </StepHead>
        <RecoveryCodes codes={codes} onKept={goOn} />
      </Door>
    );
  }
  return (
    <Door>
      <StepFrame step={step} over={over || step.data?.kind === 'confirm'}>
        {({ mayAdd }) =>
          scanning ? (
            <>
              <div>
                <button type="button" className={door['back']} onClick={() => setScanning(false)}>
                  <IconChevronLeft size={14} stroke={1.6} aria-hidden />
                  {factorText.otherWays}
                </button>
                <StepHead title={factorText.scanTitle}>{factorText.appWhat}</StepHead>
              </div>
              <TotpSetup enrolment={firstFactor} onAdded={added} onOver={() => setOver(true)} />
            </>
          ) : (
            <>
              <StepHead title={factorText.enrolTitle}>
                {mayAdd.includes('totp') ? factorText.enrolText : factorText.enrolPasskeyText}
              </StepHead>
              <Kinds mayAdd={mayAdd} onAdded={added} onApp={() => setScanning(true)} onOver={() => setOver(true)} />
            </>
          )
        }
      </StepFrame>
    </Door>
  );
}

interface KindsProps {
  mayAdd: readonly FactorKind[];
  onAdded: (added: FactorAdded) => void;
  onApp: () => void;
  onOver: () => void;
}

function Kinds({ mayAdd, onAdded, onApp, onOver }: KindsProps) {
  const make = useMutation({
    mutationFn: async () => {
      const response = await makePasskey(await firstFactor.passkeyOptions());
      return firstFactor.add({ kind: 'passkey', label: nameOfDevice(), response: { ...response } });
    },
    onSuccess: onAdded,
    onError: (error) => {
      if (isOver(error)) onOver();
    },
  });
  if (mayAdd.length === 0) return <p role="alert">{factorText.nothingPossible}</p>;
  return (
    <div className={classes['kinds']}>
      {mayAdd.includes('passkey') && (
        <section data-first aria-labelledby="passkey-kind">
          <IconFingerprint size={22} stroke={1.5} aria-hidden />
          <div>
            <h2 id="passkey-kind">
              {factorText.passkey} {mayAdd.length > 1 && <small>{factorText.recommended}</small>}
            </h2>
            <p>{factorText.passkeyWhat}</p>
          </div>
          {passkeysSupported() ? (
            <Button fullWidth size="lg" loading={make.isPending || make.isSuccess} onClick={() => make.mutate()}>
              {factorText.addPasskey}
            </Button>
          ) : (
            <p className={door['hint']}>{factorText.noPasskeysHere}</p>
          )}
          {make.isError && (
            <p className={door['problem']} role="alert">
              {factorProblem(make.error)}
            </p>
          )}
        </section>
      )}
      {mayAdd.includes('totp') && (
        <section aria-labelledby="app-kind">
          <IconDeviceMobile size={22} stroke={1.5} aria-hidden />
          <div>
            <h2 id="app-kind">{factorText.app}</h2>
            <p>{factorText.appWhat}</p>
          </div>
          <Button fullWidth size="lg" variant="default" disabled={make.isPending} onClick={onApp}>
            {factorText.setUpApp}
          </Button>
        </section>
      )}
    </div>
  );
}
