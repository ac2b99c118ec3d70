import { NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { problemSentence } from '../../../shared/text/problems.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { toast } from '../../../shared/ui/toast.js';
import { glassRequests } from './requests.js';
import type { BreakGlass } from './requests.js';
import { glassText as words } from './text.js';
import page from '../security.module.css';

const HOURS = [1, 2, 4, 8, 24];

interface ArmDialogProps {
  memberId: string;
  name: string;
  onArmed: (glass: BreakGlass) => void;
  onClose: () => void;
}

/** Arms a named owner's way in ahead of planned work. */
export function ArmDialog({ memberId, name, onArmed, onClose }: ArmDialogProps) {
  const [hours, setHours] = useState(4);
  const arm = useMutation({
    mutationFn: () => glassRequests.arm(memberId, hours),
    onSuccess: (glass) => {
      toast({ message: words.armed(name) });
      onArmed(glass);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      title={words.armTitle(name)}
      confirmLabel={words.armConfirm}
      busy={arm.isPending}
      onConfirm={() => arm.mutate()}
      onClose={onClose}
    >
      {words.armText}
      <NativeSelect
        mt={12}
        label={words.hours}
        value={String(hours)}
        data={HOURS.map((count) => ({ value: String(count), label: words.hour(count) }))}
        onChange={(event) => setHours(Number(event.currentTarget.value))}
      />
      {arm.isError && (
        <p className={page['refused']} role="alert">
          {problemSentence(arm.error)}
        </p>
      )}
    </ConfirmDialog>
  );
}
