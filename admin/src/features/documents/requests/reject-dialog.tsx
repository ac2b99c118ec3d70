import { Button, Modal, Textarea } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError } from '../../../shared/ui/field.js';
import type { DocumentRequest, RequestItem } from './model.js';
import { requestsText as words } from './text.js';
import { useSteps } from './use-requests.js';
import classes from './requests.module.css';

interface RejectDialogProps {
  request: DocumentRequest;
  item: RequestItem;
  onClose: () => void;
}

/** Asks why an item is rejected; the client reads the answer. */
export function RejectDialog({ request, item, onClose }: RejectDialogProps) {
  const reasonsId = useId();
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const reject = useSteps(request);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (reason.trim() === '') return field.current?.focus();
    // What was refused for another cause than the reason is told by a toast, and the list is read again.
    reject.mutate(
      { item, to: 'rejected', reason: reason.trim() },
      { onSettled: (_moved, error) => fieldError(error, 'reason') === null && onClose() },
    );
  };
  return (
    <Modal opened onClose={onClose} title={words.rejectTitle(item.label)} size={480}>
      <form className={classes['form']} onSubmit={submit} noValidate>
        <p className={classes['lead']}>{words.rejectLead}</p>
        <Textarea
          ref={field}
          data-autofocus
          label={words.reason}
          description={words.reasonHint}
          value={reason}
          autosize
          minRows={3}
          maxRows={8}
          maxLength={300}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(reject.error, 'reason') ?? (checked && reason.trim() === '' ? words.reasonMissing : null)}
        />
        <div className={classes['usual']} role="group" aria-labelledby={reasonsId}>
          <span id={reasonsId}>{words.reasonsLabel}</span>
          {words.reasons.map((usual) => (
            <button
              key={usual}
              type="button"
              onClick={() => {
                setReason(usual);
                field.current?.focus();
              }}
            >
              {usual}
            </button>
          ))}
        </div>
        <div className={classes['buttons']}>
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" color="red" loading={reject.isPending}>
            {words.rejectIt}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
