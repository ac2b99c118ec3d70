import { useMutation } from '@tanstack/react-query';
import { ago, dayTime } from '../../../shared/text/dates.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { toast } from '../../../shared/ui/toast.js';
import { toastRefused } from '../problems.js';
import { useFreshAccess } from '../use-access.js';
import { keyRequests } from './requests.js';
import type { Key, Service } from './requests.js';
import { accountText, keyText } from './text.js';

const lower = (text: string): string => text.replace(/^[TY]/, (letter) => letter.toLowerCase());

/** Ends a key once it is clear what that stops. */
export function RevokeKey({ service, line, onClose }: { service: Service; line: Key; onClose: () => void }) {
  const fresh = useFreshAccess();
  const revoke = useMutation({
    mutationFn: () => keyRequests.revoke(line.id),
    onSuccess: () => toast({ message: keyText.revoked }),
    onError: toastRefused,
    onSettled: () => {
      fresh();
      onClose();
    },
  });
  const alone = service.keys.every(({ id, state }) => id === line.id || state !== 'live');
  const used = line.usedAt === null ? keyText.neverUsed : keyText.usedLast(lower(ago(line.usedAt)));
  return (
    <ConfirmDialog
      opened
      danger
      title={keyText.revokeTitle}
      confirmLabel={keyText.revokeConfirm}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      {keyText.revokeWhich(lower(dayTime(line.madeAt)), used)} {keyText.revokeText} {alone && keyText.revokeLast(service.name)}
    </ConfirmDialog>
  );
}

/** Ends an account with all its keys. */
export function RemoveAccount({ service: { id, name, keys }, onClose }: { service: Service; onClose: () => void }) {
  const fresh = useFreshAccess();
  const remove = useMutation({
    mutationFn: () => keyRequests.remove(id),
    onSuccess: () => toast({ message: accountText.removed(name) }),
    onError: toastRefused,
    onSettled: () => {
      fresh();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      danger
      title={accountText.removeTitle(name)}
      confirmLabel={accountText.removeConfirm(name)}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {accountText.removeText(keys.filter(({ state }) => state === 'live').length)}
    </ConfirmDialog>
  );
}
