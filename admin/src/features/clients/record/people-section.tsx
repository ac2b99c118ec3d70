import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { problemText } from '../api/problems.js';
import { recordRequests } from '../api/record-requests.js';
import { day } from '../../../shared/text/dates.js';
import type { ClientDetail, Relationship } from './model.js';
import { PersonForm } from './person-form.js';
import { recordText } from './text.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { toast } from '../../../shared/ui/toast.js';
import { useRecordCache } from './use-record.js';
import classes from './record.module.css';

const words = recordText.people;

/** Partners, parents, sponsors and others around a client; those who are clients themselves are a link away. */
export function PeopleSection({ client, locked }: { client: ClientDetail; locked: boolean }) {
  const cache = useRecordCache(client.id);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<string | null>(null);
  const remove = useMutation({
    mutationFn: (relationship: Relationship) => recordRequests.removeRelationship(client.id, relationship.id),
    onSuccess: (answer, relationship) => {
      cache.store(answer);
      toast({ message: words.removed(relationship.otherName ?? '') });
    },
    onError: (problem) => toast({ message: problemText(problem, recordText.problems), tone: 'danger' }),
  });
  return (
    <section className={classes['section']} aria-labelledby="people-title">
      <header>
        <h2 id="people-title">{words.title}</h2>
        {!locked && !adding && client.relationships.length > 0 && (
          <button type="button" className={`${classes['link']} ${classes['end']}`} onClick={() => setAdding(true)}>
            <IconPlus size={14} aria-hidden /> {words.add}
          </button>
        )}
      </header>
      {client.relationships.length === 0 && !adding && (
        <EmptyState
          title={words.none}
          action={
            locked ? undefined : (
              <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
                {words.first}
              </Button>
            )
          }
        >
          {words.noneHint}
        </EmptyState>
      )}
      <ul className={classes['rows']}>
        {adding && (
          <li data-form>
            <PersonForm
              clientId={client.id}
              onClose={() => setAdding(false)}
              onAdded={(answer, name) => {
                cache.store(answer);
                toast({ message: words.added(name) });
              }}
            />
          </li>
        )}
        {client.relationships.map((relationship) => {
          const name = relationship.otherName ?? '';
          if (removing === relationship.id) {
            return (
              <li key={relationship.id} data-form>
                <div className={`${classes['boxed']} ${classes['buttons']}`} role="group" aria-label={words.removeTitle(name)}>
                  <span style={{ flex: 1, minWidth: 200 }}>
                    <strong>{words.removeTitle(name)}</strong> {words.removeText}
                  </span>
                  <Button variant="default" size="xs" autoFocus onClick={() => setRemoving(null)}>
                    {words.keep}
                  </Button>
                  <Button
                    color="red"
                    size="xs"
                    loading={remove.isPending}
                    onClick={() => remove.mutate(relationship, { onSettled: () => setRemoving(null) })}
                  >
                    {words.removeVerb}
                  </Button>
                </div>
              </li>
            );
          }
          return (
            <li key={relationship.id}>
              <span className={classes['label']}>
                {relationship.otherClientId === null ? (
                  name
                ) : (
                  <Link className={classes['nameLink']} to={`/clients/${relationship.otherClientId}`}>
                    {name}
                  </Link>
                )}
                <small>{recordText.relationship[relationship.kind]}</small>
              </span>
              <span className={classes['dim']}>{relationship.note}</span>
              <span className={classes['rowEnd']}>
                {relationship.since !== null && words.sinceText(day(relationship.since))}
                {!locked && (
                  <ActionIcon variant="subtle" color="gray" aria-label={words.remove(name)} onClick={() => setRemoving(relationship.id)}>
                    <IconX size={16} stroke={1.5} />
                  </ActionIcon>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
