import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { toast } from '../../../shared/ui/toast.js';
import { accessText } from '../text.js';
import { reviewKeys, reviewProblem, reviewRequests } from './requests.js';
import type { Review } from './requests.js';
import { reviewText } from './text.js';

/** Closes a review once it is clear that nobody changes it afterwards. */
export function CloseDialog({ review: { id, lines, revoked }, onClose }: { review: Review; onClose: () => void }) {
  const cache = useQueryClient();
  const close = useMutation({
    mutationFn: () => reviewRequests.close(id),
    onSuccess: (line) => {
      cache.setQueryData<Review>(reviewKeys.one(id), (now) => now && { ...now, ...line });
      toast({ message: reviewText.closed });
    },
    onError: (problem) => toast({ message: `${accessText.unchanged}. ${reviewProblem(problem)}`, tone: 'danger' }),
    onSettled: () => {
      for (const queryKey of [reviewKeys.list, reviewKeys.one(id)]) void cache.invalidateQueries({ queryKey });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      title={reviewText.closeTitle}
      confirmLabel={reviewText.closeConfirm}
      busy={close.isPending}
      onConfirm={() => close.mutate()}
      onClose={onClose}
    >
      {reviewText.closeText(lines - revoked, revoked)}
    </ConfirmDialog>
  );
}
