import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { sharedText } from '../../../shared/text/catalogue.js';
import { fieldError } from '../../../shared/ui/field.js';
import { makePasskey, nameOfDevice, warmUpPasskeys } from './passkey.js';
import { anotherFactor } from './requests.js';
import type { FactorAdded } from './requests.js';
import { factorText } from './text.js';
import { TotpSetup } from './totp-setup.js';
import { factorProblem } from './words.js';
import door from '../door.module.css';
import classes from './factors.module.css';

const words = factorText.section;

interface AddProps {
  onAdded: (added: FactorAdded) => void;
  onClose: () => void;
}

/** Makes a passkey under a name. */
export function AddPasskeyDialog({ onAdded, onClose }: AddProps) {
  const [name, setName] = useState(nameOfDevice);
  const [missing, setMissing] = useState(false);
  useEffect(warmUpPasskeys, []);
  const add = useMutation({
    mutationFn: async (label: string) => {
      const response = await makePasskey(await anotherFactor.passkeyOptions());
      return anotherFactor.add({ kind: 'passkey', label, response: { ...response } });
    },
    onSuccess: onAdded,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const label = name.trim();
    setMissing(label === '');
    if (label !== '' && !add.isPending) add.mutate(label);
  };
  const refused = fieldError(add.error, 'label');
  return (
    <Modal opened onClose={onClose} title={words.nameTitle} size={440}>
      <form className={classes['ways']} noValidate onSubmit={submit}>
        <p>{words.nameLead}</p>
        <TextInput
          data-autofocus
          label={words.name}
          description={words.nameHint}
          autoComplete="off"
          maxLength={60}
          value={name}
          error={missing ? words.nameMissing : refused}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setMissing(false);
          }}
        />
        {add.isError && refused === null && (
          <p className={door['problem']} role="alert">
            {factorProblem(add.error)}
          </p>
        )}
        <div className={classes['buttons']}>
          <Button variant="default" onClick={onClose}>
            {sharedText.cancel}
          </Button>
          <Button type="submit" loading={add.isPending || add.isSuccess}>
            {words.goOn}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Sets an authenticator app up. */
export function AddAppDialog({ onAdded, onClose }: AddProps) {
  return (
    <Modal opened onClose={onClose} title={factorText.scanTitle} size={460}>
      <div className={classes['ways']}>
        <p>{factorText.appWhat}</p>
        <TotpSetup enrolment={anotherFactor} onAdded={onAdded} toCode />
        <div className={classes['buttons']}>
          <Button variant="default" onClick={onClose}>
            {sharedText.cancel}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
