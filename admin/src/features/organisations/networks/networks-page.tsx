import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { isProblem, ProblemError } from '../../../shared/api/problem.js';
import { useMe } from '../../../shared/api/query.js';
import { useMay } from '../../../shared/api/use-may.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SecurityCrumb } from '../../../shared/ui/security-crumb.js';
import { Since } from '../../../shared/ui/since.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { ChangeStep } from './change-step.js';
import { useDraft } from './draft.js';
import { ListEditor } from './list-editor.js';
import { ModeStatus } from './networks-state.js';
import { Refusals } from './refusals-table.js';
import { networksKey, previewNetworks, refusalsKey, saveNetworks, useNetworks } from './requests.js';
import type { NetworkMode, Networks } from './requests.js';
import { networksText as words } from './text.js';
import classes from './networks.module.css';
import page from '../security.module.css';

const MODES: readonly NetworkMode[] = ['off', 'dry_run', 'enforced'];

/** From where the practice may be opened: read by those with settings, changed by those who run it. */
export default function NetworksPage() {
  const me = useMe().data;
  const may = useMay('settings');
  const list = useNetworks();
  const slow = useSlow(list.isPending);
  useTitle(words.title);
  const runs = me !== undefined && me.member.role !== 'member';
  return (
    <div className={page['page']}>
      <header>
        <SecurityCrumb />
        <h1>{words.title}</h1>
        <p>{me && words.lead(me.organisation.name)}</p>
      </header>
      {slow && <SkeletonRows rows={4} />}
      {list.isError && list.data === undefined && <ErrorState error={list.error} title={words.failed} retry={() => void list.refetch()} />}
      {list.data && (
        <>
          <Standing list={list.data} />
          <Change key={list.data.version} saved={list.data} readOnly={!runs || !may('update')} />
        </>
      )}
      {list.data && runs && (
        <section aria-labelledby="refusals">
          <h2 id="refusals">{words.refusals}</h2>
          <p className={page['hint']}>{words.refusalsLead}</p>
          <Refusals />
        </section>
      )}
    </div>
  );
}

/** What is in force, since when, and where whoever looks stands to it. */
function Standing({ list }: { list: Networks }) {
  const { mode, version, changedAt, changedBy, yourAddress, coversYou, forwardingIgnored } = list;
  return (
    <section className={classes['standing']} aria-label={words.you}>
      <ModeStatus list={list} />
      {changedAt !== null && <Since at={changedAt} {...(changedBy !== null && { by: changedBy })} />}
      {version > 0 && mode === 'off' && changedBy === null && <p className={classes['warn']}>{words.byOperator}</p>}
      <p>
        {yourAddress === null ? words.unknown : words.seen(yourAddress)}{' '}
        {yourAddress !== null && mode !== 'off' && (coversYou ? words.covered : words.uncovered)}
      </p>
      {forwardingIgnored && <p className={classes['warn']}>{words.ignored}</p>}
    </section>
  );
}

function Change({ saved, readOnly }: { saved: Networks; readOnly: boolean }) {
  const cache = useQueryClient();
  const { draft, networks, changed, ...edit } = useDraft(saved);
  const preview = useMutation({ mutationFn: previewNetworks });
  const save = useMutation({
    mutationFn: saveNetworks,
    onSuccess: (now) => {
      toast({ message: words.saved[now.mode] });
      cache.setQueryData(networksKey, now);
      void cache.invalidateQueries({ queryKey: refusalsKey });
    },
    onError: () => preview.reset(),
  });
  const touched = (): void => {
    preview.reset();
    save.reset();
  };
  const error: unknown = save.error ?? preview.error;
  const empty = draft.mode === 'enforced' && networks.length === 0;
  return (
    <>
      <section aria-labelledby="list">
        <h2 id="list">{words.list}</h2>
        <p className={page['hint']}>{words.listLead}</p>
        <ListEditor
          rows={draft.rows}
          readOnly={readOnly}
          address={saved.yourAddress}
          error={error}
          onAdd={(network, label) => {
            touched();
            return edit.add(network, label);
          }}
          onChange={(id, values) => {
            touched();
            edit.change(id, values);
          }}
          onRemove={(id) => {
            touched();
            edit.remove(id);
          }}
        />
      </section>
      <section className={classes['does']} aria-labelledby="mode">
        <h2 id="mode">{words.mode}</h2>
        <Modes
          now={saved.mode}
          chosen={draft.mode}
          readOnly={readOnly}
          onChoose={(mode) => {
            touched();
            edit.setMode(mode);
          }}
        />
        {error !== null && <Refused error={error} onAnew={() => void cache.invalidateQueries({ queryKey: networksKey })} />}
        {readOnly && <p className={page['hint']}>{words.readOnly}</p>}
        {!readOnly && preview.data === undefined && (
          <div className={page['acts']}>
            <Button disabled={!changed || empty} loading={preview.isPending} onClick={() => preview.mutate(networks)}>
              {words.save}
            </Button>
            {changed && (
              <Button
                variant="subtle"
                onClick={() => {
                  touched();
                  edit.reset(saved);
                }}
              >
                {words.discard}
              </Button>
            )}
            {!changed && <span>{words.unchanged}</span>}
            {changed && empty && <span role="status">{problemSentence(EMPTY)}</span>}
          </div>
        )}
        {preview.data && (
          <ChangeStep
            saved={saved}
            mode={draft.mode}
            size={networks.length}
            preview={preview.data}
            busy={save.isPending}
            onAddAddress={({ address, name }) => {
              touched();
              edit.add(address, name);
            }}
            onConfirm={(lockOut) =>
              save.mutate({ mode: draft.mode, networks, version: saved.version, ...(lockOut && { confirmLockOut: true }) })
            }
            onCancel={() => preview.reset()}
          />
        )}
      </section>
    </>
  );
}

/** What the service would say to an empty list. */
const EMPTY = new ProblemError({ status: 422, code: 'organisations.no_networks' });

function Refused({ error, onAnew }: { error: unknown; onAnew: () => void }) {
  const entries = error instanceof ProblemError && error.errors.length > 0;
  return (
    <div className={page['refused']} role="alert">
      <b>{words.refused}</b>
      <p>{entries ? `${error.errors[0]?.message ?? ''} ${words.mended}` : problemSentence(error)}</p>
      {isProblem(error, 'organisations.networks_changed') && (
        <Button size="xs" variant="default" onClick={onAnew}>
          {words.anew}
        </Button>
      )}
    </div>
  );
}

interface ModesProps {
  now: NetworkMode;
  chosen: NetworkMode;
  readOnly: boolean;
  onChoose: (mode: NetworkMode) => void;
}

function Modes({ now, chosen, readOnly, onChoose }: ModesProps) {
  const name = useId();
  return (
    <fieldset className={page['options']}>
      <legend>{words.mode}</legend>
      {MODES.map((mode) => (
        <label key={mode}>
          <input type="radio" name={name} value={mode} checked={chosen === mode} disabled={readOnly} onChange={() => onChoose(mode)} />
          <span>
            <b>
              {words.modes[mode].name}
              {mode === now && <em>{words.now}</em>}
            </b>
            <small>{words.modes[mode].means}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
