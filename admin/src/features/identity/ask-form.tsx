import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { problemSentence } from '../../shared/text/problems.js';
import { fieldError } from '../../shared/ui/field.js';
import type { Asked } from './asked.js';
import { signInRequests } from './requests.js';
import { identityText } from './text.js';
import classes from './door.module.css';

/** Asks for the address. Nothing here says whether it is known. */
export function AskForm({ onAsked }: { onAsked: (asked: Asked) => void }) {
  const [email, setEmail] = useState('');
  const [incomplete, setIncomplete] = useState(false);
  const ask = useMutation({
    mutationFn: (address: string) => signInRequests.ask(address),
    onSuccess: ({ expiresAt }, address) => onAsked({ email: address, expiresAt, sentAt: Date.now() }),
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
