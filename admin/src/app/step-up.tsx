import { useEffect, useState } from 'react';
import type { ComponentType } from 'react';
import { stepUp } from '../shared/api/step-up.js';

/** What the dialog is given: called once with what came of it. */
export interface StepUpDialogProps {
  onDone: (confirmed: boolean) => void;
}

interface Asked {
  Dialog: ComponentType<StepUpDialogProps>;
  answer: (confirmed: boolean) => void;
}

/** Asks for a fresh proof when a call is refused for want of one; the dialog is fetched when it is first needed. */
export function StepUp() {
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(() => {
    let leave = (): void => undefined;
    const stop = stepUp.handle(async () => {
      try {
        const { default: Dialog } = await import('../features/identity/factors/step-up-dialog.js');
        return await new Promise<boolean>((answer) => {
          leave = () => answer(false);
          setAsked({ Dialog, answer });
        });
      } catch {
        // Without the dialog the refusal stands as it is.
        return false;
      }
    });
    return () => {
      stop();
      leave();
    };
  }, []);
  if (asked === null) return null;
  const { Dialog, answer } = asked;
  return (
    <Dialog
      onDone={(confirmed) => {
        setAsked(null);
        answer(confirmed);
      }}
    />
  );
}
