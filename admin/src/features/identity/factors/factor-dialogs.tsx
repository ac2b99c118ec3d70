import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { problemSentence } from '../../../shared/text/problems.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { toast } from '../../../shared/ui/toast.js';
import { RecoveryCodes } from './recovery-codes.js';
import { ownFactorRequests } from './requests.js';
import type { Factor } from './requests.js';
import { factorText } from './text.js';
import door from '../door.module.css';
import classes from './factors.module.css';

const words = factorText.section;

interface RemoveProps {
  factor: Factor;
  /** It is the only one. */
  last: boolean;
  onRemoved: () => void;
  onClose: () => void;
}

/** Takes a factor away once it is clear what that means; a refusal stays in the dialog. */
export function RemoveDialog({ factor, last, onRemoved, onClose }: RemoveProps) {
  const remove = useMutation({
    mutationFn: () => ownFactorRequests.remove(factor.id),
    onSuccess: () => {
      toast({ message: words.removed });
      onRemoved();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      danger
      title={words.removeTitle(factor.label)}
      confirmLabel={words.removeConfirm}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {last ? words.removeLast : words.removeText} {factor.kind === 'passkey' && words.removePasskeyHint}
      <Refusal error={remove.error} />
    </ConfirmDialog>
  );
}

/** Makes new recovery codes once it is clear that the old ones die. */
export function NewCodesDialog({ onMade, onClose }: { onMade: (codes: readonly string[]) => void; onClose: () => void }) {
  const make = useMutation({ mutationFn: ownFactorRequests.recoveryCodes, onSuccess: onMade });
  return (
    <ConfirmDialog
      opened
      title={words.newCodesTitle}
      confirmLabel={words.newCodesConfirm}
      busy={make.isPending}
      onConfirm={() => make.mutate()}
      onClose={onClose}
    >
      {words.newCodesText}
      <Refusal error={make.error} />
    </ConfirmDialog>
  );
}

/** Shows recovery codes, once: it closes when they are said to be kept. */
export function CodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={factorText.codesTitle}
      size={460}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <div className={classes['ways']}>
        <p>
          {factorText.codesText} {factorText.codesWhere}
        </p>
        <RecoveryCodes codes={codes} goOnLabel={words.done} onKept={onClose} />
      </div>
    </Modal>
  );
}

function Refusal({ error }: { error: unknown }) {
  if (error === null) return null;
  return (
    <p className={door['problem']} role="alert" style={{ marginTop: 10 }}>
      {problemSentence(error)}
    </p>
  );
}
