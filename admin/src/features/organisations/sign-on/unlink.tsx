import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useMembers } from '../../../shared/api/query.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { toast } from '../../../shared/ui/toast.js';
import { signOnRequests } from './requests.js';
import { signOnText as words } from './text.js';
import page from '../security.module.css';
import classes from './sign-on.module.css';

/** Somebody whom the provider made anew: their address decides once more whom it is. */
export function Unlink() {
  const members = useMembers().data ?? [];
  const [id, setId] = useState('');
  const [asking, setAsking] = useState(false);
  const name = members.find((member) => member.id === id)?.displayName ?? '';
  const unlink = useMutation({
    mutationFn: () => signOnRequests.unlink(id),
    onSuccess: () => {
      toast({ message: words.unlinked(name) });
      setId('');
    },
    onSettled: () => setAsking(false),
  });
  return (
    <div className={classes['fields']}>
      <p className={page['hint']}>{words.unlinkHint}</p>
      <div className={classes['copy']}>
        <NativeSelect
          label={words.unlinkWho}
          value={id}
          data={[{ value: '', label: words.unlinkChoose }, ...members.map((member) => ({ value: member.id, label: member.displayName }))]}
          onChange={({ currentTarget }) => {
            unlink.reset();
            setId(currentTarget.value);
          }}
        />
        <Button variant="default" disabled={id === ''} onClick={() => setAsking(true)}>
          {words.unlink}
        </Button>
      </div>
      {unlink.isError && (
        <p className={page['refused']} role="alert">
          {problemSentence(unlink.error)}
        </p>
      )}
      <ConfirmDialog
        opened={asking}
        title={words.unlinkTitle(name)}
        confirmLabel={words.unlinkConfirm}
        busy={unlink.isPending}
        onConfirm={() => unlink.mutate()}
        onClose={() => setAsking(false)}
      >
        {words.unlinkText}
      </ConfirmDialog>
    </div>
  );
}
