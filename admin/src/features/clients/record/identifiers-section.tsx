import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { OpenedBy } from '../../../shared/ui/opened-by.js';
import { SealedValue } from '../../../shared/ui/sealed-value.js';
import { toast } from '../../../shared/ui/toast.js';
import { problemText } from '../api/problems.js';
import { recordRequests } from '../api/record-requests.js';
import { day } from '../../../shared/text/dates.js';
import { IdentifierForm } from './identifier-form.js';
import type { ClientDetail, Identifier } from './model.js';
import { countryName } from './places.js';
import { recordText } from './text.js';
import { useRecordCache } from './use-record.js';
import classes from './record.module.css';

const words = recordText.identifiers;

/** The sealed identifiers of a client: masked until somebody shows one, which is a recorded act. */
export function IdentifiersSection({ client, today, locked }: { client: ClientDetail; today: string; locked: boolean }) {
  const cache = useRecordCache(client.id);
  const [open, setOpen] = useState<{ id: string; as: 'edit' | 'remove' } | 'new' | null>(null);
  const close = (): void => setOpen(null);
  const remove = useMutation({
    mutationFn: (identifier: Identifier) => recordRequests.removeIdentifier(client.id, identifier.id),
    onSuccess: (answer, identifier) => {
      cache.store(answer);
      toast({ message: words.removed(recordText.identifier[identifier.kind]) });
      close();
    },
    onError: (problem) => toast({ message: problemText(problem, recordText.problems), tone: 'danger' }),
  });
  return (
    <section className={classes['section']} aria-labelledby="identifiers-title">
      <header>
        <h2 id="identifiers-title">{words.title}</h2>
        <span className={classes['end']}>
          {client.identifiers.length > 0 && <span className={`${classes['note']} ${classes['wide']}`}>{words.note}</span>}
          {!locked && open !== 'new' && client.identifiers.length > 0 && (
            <button type="button" className={classes['link']} onClick={() => setOpen('new')}>
              <IconPlus size={14} aria-hidden /> {words.add}
            </button>
          )}
        </span>
      </header>
      {client.identifiers.length === 0 && open !== 'new' && (
        <EmptyState
          title={words.none}
          action={
            locked ? undefined : (
              <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={() => setOpen('new')}>
                {words.first}
              </Button>
            )
          }
        >
          {words.noneHint}
        </EmptyState>
      )}
      <ul className={classes['rows']}>
        {open === 'new' && (
          <li data-form>
            <IdentifierForm
              first={client.kind === 'entity' ? 'abn' : 'passport'}
              onClose={close}
              save={async (input) => {
                cache.store(await recordRequests.addIdentifier(client.id, input));
                toast({ message: words.added(recordText.identifier[input.kind]) });
              }}
            />
          </li>
        )}
        {client.identifiers.map((identifier) => {
          const label = recordText.identifier[identifier.kind];
          if (open !== null && open !== 'new' && open.id === identifier.id) {
            return (
              <li key={identifier.id} data-form>
                {open.as === 'edit' ? (
                  <IdentifierForm
                    identifier={identifier}
                    first={identifier.kind}
                    onClose={close}
                    save={async (input) => {
                      const value =
                        input.value === '' ? (await recordRequests.reveal(client.id, identifier.id, 'show')).value : input.value;
                      cache.store(await recordRequests.changeIdentifier(client.id, identifier.id, { ...input, value }));
                      toast({ message: words.saved(label) });
                    }}
                  />
                ) : (
                  <div className={`${classes['boxed']} ${classes['buttons']}`} role="group" aria-label={words.removeTitle(label)}>
                    <span style={{ flex: 1, minWidth: 220 }}>
                      <strong>{words.removeTitle(label)}</strong> {words.removeText(identifier.masked)}
                    </span>
                    <Button variant="default" autoFocus onClick={close}>
                      {words.keep}
                    </Button>
                    <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(identifier)}>
                      {words.removeVerb(label)}
                    </Button>
                  </div>
                )}
              </li>
            );
          }
          return (
            <IdentifierRow
              key={identifier.id}
              client={client}
              identifier={identifier}
              today={today}
              locked={locked}
              onEdit={() => setOpen({ id: identifier.id, as: 'edit' })}
              onRemove={() => setOpen({ id: identifier.id, as: 'remove' })}
            />
          );
        })}
      </ul>
    </section>
  );
}

interface IdentifierRowProps {
  client: ClientDetail;
  identifier: Identifier;
  today: string;
  locked: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function IdentifierRow({ client, identifier, today, locked, onEdit, onRemove }: IdentifierRowProps) {
  const cache = useRecordCache(client.id);
  const label = recordText.identifier[identifier.kind];
  const expired = identifier.expiresOn !== null && identifier.expiresOn < today;
  const aside = [
    identifier.country === null ? null : countryName(identifier.country),
    identifier.issuedBy,
    identifier.expiresOn === null ? null : expired ? words.expired(day(identifier.expiresOn)) : words.expires(day(identifier.expiresOn)),
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <li>
      <span className={classes['label']}>
        {label}
        {aside !== '' && <small className={expired ? classes['late'] : undefined}>{aside}</small>}
        {identifier.note !== null && <small>{identifier.note}</small>}
      </span>
      <span>
        <SealedValue
          label={label}
          masked={identifier.masked}
          keyVersion={identifier.keyVersion}
          onReveal={async (act) => {
            const opened = await recordRequests.reveal(client.id, identifier.id, act);
            cache.patch((shown) => ({
              ...shown,
              identifiers: shown.identifiers.map((other) =>
                other.id === identifier.id ? { ...other, openedCount: other.openedCount + 1 } : other,
              ),
            }));
            cache.opened(identifier.id);
            return act === 'show' ? opened.written : opened.value;
          }}
          seal={
            <OpenedBy
              label={label}
              keyVersion={identifier.keyVersion}
              count={identifier.openedCount}
              load={async () => (await recordRequests.openings(client.id, identifier.id)).items}
            />
          }
        />
      </span>
      <span className={classes['rowEnd']}>
        <span className={classes['wide']}>{words.opened(identifier.openedCount)}</span>
        {!locked && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={words.actions(label)}>
                <IconDots size={16} stroke={1.5} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} stroke={1.5} />} onClick={onEdit}>
                {words.edit}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={16} stroke={1.5} />} onClick={onRemove}>
                {words.remove}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </span>
    </li>
  );
}
