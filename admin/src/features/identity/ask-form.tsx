import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { problemSentence } from '../../shared/text/problems.js';
import { fieldError } from '../../shared/ui/field.js';
import type { Asked } from './asked.js';
import { askByMail } from './requests.js';
import { signOnRequests } from './sign-on/requests.js';
import type { Offered } from './sign-on/requests.js';
import { identityText } from './text.js';
import classes from './door.module.css';

interface AskFormProps {
  onAsked: (asked: Asked) => void;
  /** The address's domain belongs to a practice with a provider of its own. */
  onOffered: (offered: Offered) => void;
}

/** Asks for the address. What follows depends on its domain alone; nothing here says whether it is known. */
export function AskForm({ onAsked, onOffered }: AskFormProps) {
  const [email, setEmail] = useState('');
  const [incomplete, setIncomplete] = useState(false);
  const ask = useMutation({
    mutationFn: async (email: string): Promise<void> => {
      const { connection, required } = await signOnRequests.ways(email);
      if (connection !== null) onOffered({ email, way: connection, required });
      else onAsked(await askByMail(email));
    },
  });
  const refused = fieldError(ask.error, 'email');
  const error = incomplete ? identityText.badEmail : (refused ?? (ask.isError ? problemSentence(ask.error) : null));
  return (
    <>
      <div>
        <h1>{identityText.signIn}</h1>
        <p className={classes['lead']}>{identityText.start}</p>
      </div>
      <form
        className={classes['fields']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const address = email.trim();
          const whole = /^[^\s@]+@[^\s@]+$/.test(address);
          setIncomplete(!whole);
          if (whole && !ask.isPending) ask.mutate(address);
        }}
      >
        <TextInput
          size="lg"
          type="email"
          label={identityText.email}
          autoComplete="email"
          autoFocus
          autoCapitalize="off"
          spellCheck={false}
          maxLength={254}
          value={email}
          error={error}
          onChange={(event) => {
            setEmail(event.currentTarget.value);
            setIncomplete(false);
            if (ask.isError) ask.reset();
          }}
        />
        <Button type="submit" size="lg" fullWidth loading={ask.isPending}>
          {identityText.continue}
        </Button>
      </form>
    </>
  );
}
