import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { problemSentence } from '../../../shared/text/problems.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { fieldError } from '../../../shared/ui/field.js';
import { ConnectionCard } from './connection-card.js';
import { signOnKey, signOnRequests } from './requests.js';
import type { Kind, SignOn } from './requests.js';
import { signOnText as words } from './text.js';
import page from '../security.module.css';
import classes from './sign-on.module.css';

const KINDS: readonly Kind[] = ['oidc', 'saml'];

interface ConnectionsProps {
  signOn: SignOn;
  changes: boolean;
  owner: boolean;
  /** The one that was just tried. */
  tested: string | null;
}

/** The practice's connections, each with how far it has come. */
export function Connections({ signOn, changes, owner, tested }: ConnectionsProps) {
  const [making, setMaking] = useState(false);
  const { connections } = signOn;
  const make = changes && (
    <Button size="xs" variant={connections.length === 0 ? 'filled' : 'default'} onClick={() => setMaking(true)}>
      {words.connect}
    </Button>
  );
  return (
    <section aria-labelledby="sso-connections">
      <div className={classes['head']}>
        <h2 id="sso-connections">{words.connections}</h2>
        {connections.length > 0 && make}
      </div>
      <p className={page['hint']}>{words.connectionsLead}</p>
      {connections.length === 0 && (
        <EmptyState title={words.noConnections} action={make}>
          {words.noConnectionsHint}
        </EmptyState>
      )}
      {connections.map((connection) => (
        <ConnectionCard
          key={connection.id}
          connection={connection}
          cameByIt={signOn.cameBy === connection.id}
          changes={changes}
          owner={owner}
          justTested={tested === connection.id}
        />
      ))}
      {making && <NewConnection onClose={() => setMaking(false)} />}
    </section>
  );
}

function NewConnection({ onClose }: { onClose: () => void }) {
  const cache = useQueryClient();
  const group = useId();
  const [kind, setKind] = useState<Kind>('oidc');
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: () => signOnRequests.create(kind, name.trim()),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: signOnKey });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={words.connectTitle} size={480}>
      <form
        className={classes['fields']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!create.isPending) create.mutate();
        }}
      >
        <fieldset className={page['options']}>
          <legend>{words.kind}</legend>
          {KINDS.map((each) => (
            <label key={each}>
              <input type="radio" name={group} value={each} checked={kind === each} onChange={() => setKind(each)} />
              <span>
                <b>{words.kinds[each]}</b>
                <small>{words.kindHints[each]}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <TextInput
          label={words.name}
          description={words.nameHint}
          placeholder={words.namePlaceholder}
          maxLength={60}
          value={name}
          error={create.isError ? (fieldError(create.error, 'name') ?? problemSentence(create.error)) : null}
          onChange={({ currentTarget }) => {
            setName(currentTarget.value);
            create.reset();
          }}
        />
        <Button type="submit" loading={create.isPending}>
          {words.create}
        </Button>
      </form>
    </Modal>
  );
}
