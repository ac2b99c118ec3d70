import { sharedText } from '../text/catalogue.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { useSignOut } from './sign-out.js';

const words = sharedText.frame;

/** Says what ending every session means, then does it. */
export function SignOutEverywhere({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const signOut = useSignOut();
  const leave = (): void => {
    onClose();
    void signOut(true);
  };
  return (
    <ConfirmDialog
      danger
      opened={opened}
      title={words.everywhereTitle}
      confirmLabel={words.signOutEverywhere}
      cancelLabel={words.stay}
      onClose={onClose}
      onConfirm={leave}
    >
      {words.everywhereText}
    </ConfirmDialog>
  );
}
