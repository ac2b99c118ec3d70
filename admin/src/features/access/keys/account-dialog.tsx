import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError } from '../../../shared/ui/field.js';
import { toast } from '../../../shared/ui/toast.js';
import { Note } from '../parts/note.js';
import { accessProblem } from '../problems.js';
import { useFreshAccess } from '../use-access.js';
import { keyRequests } from './requests.js';
import { accountText } from './text.js';
import form from '../parts/form.module.css';

/** Makes an account that may do nothing yet. */
export function AccountDialog({ onClose }: { onClose: () => void }) {
  const fresh = useFreshAccess();
  const [values, setValues] = useState({ name: '', purpose: '' });
  const [checked, setChecked] = useState(false);
  const name = values.name.trim();
  const create = useMutation({
    mutationFn: () => keyRequests.create({ name, purpose: values.purpose.trim() }),
    onSuccess: () => {
      fresh();
      toast({ message: accountText.created(name) });
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (name !== '') create.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={accountText.title} size={460}>
      <form className={form['form']} onSubmit={submit} noValidate>
        <p className={form['lead']}>{accountText.lead}</p>
        <TextInput
          data-autofocus
          label={accountText.name}
          description={accountText.nameHint}
          value={values.name}
          maxLength={80}
          onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
          error={fieldError(create.error, 'name') ?? (checked && name === '' ? accountText.missing : null)}
          autoComplete="off"
        />
        <TextInput
          label={accountText.purpose}
          description={accountText.purposeHint}
          value={values.purpose}
          maxLength={200}
          onChange={(event) => setValues({ ...values, purpose: event.currentTarget.value })}
          error={fieldError(create.error, 'purpose')}
          autoComplete="off"
        />
        {create.isError && (
          <Note tone="danger" live>
            {accessProblem(create.error)}
          </Note>
        )}
        <div className={form['buttons']}>
          <Button variant="default" onClick={onClose}>
            {accountText.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {accountText.create}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
