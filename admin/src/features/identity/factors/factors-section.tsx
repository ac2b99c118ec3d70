import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDeviceMobile, IconFingerprint, IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '../../../shared/api/query.js';
import { dateIn, day, dayTime } from '../../../shared/text/dates.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { AddAppDialog, AddPasskeyDialog } from './add-dialogs.js';
import { CodesDialog, NewCodesDialog, RemoveDialog } from './factor-dialogs.js';
import { passkeysSupported } from './passkey.js';
import { ownFactorRequests } from './requests.js';
import type { Factor, FactorAdded, OwnFactors } from './requests.js';
import { factorText } from './text.js';
import classes from './section.module.css';

const words = factorText.section;
const ICONS = { passkey: IconFingerprint, totp: IconDeviceMobile };

/** What is being done, one thing at a time. */
type Doing = { what: 'passkey' | 'app' | 'new-codes' } | { what: 'remove'; factor: Factor } | { what: 'codes'; codes: readonly string[] };

/** One's own second factors: what there is, what may be added, and the recovery codes. */
export function FactorsSection() {
  const cache = useQueryClient();
  const own = useQuery({ queryKey: keys.factors, queryFn: ({ signal }) => ownFactorRequests.list(signal), staleTime: 0 });
  const slow = useSlow(own.isPending);
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = (): void => setDoing(null);
  const fresh = (): void => {
    void cache.invalidateQueries({ queryKey: keys.factors });
    void cache.invalidateQueries({ queryKey: keys.signIns });
  };
  const showCodes = (codes: readonly string[]): void => {
    fresh();
    setDoing({ what: 'codes', codes });
  };
  const added = ({ recoveryCodes }: FactorAdded): void => {
    if (recoveryCodes !== null) return showCodes(recoveryCodes);
    toast({ message: words.addedDone });
    fresh();
    close();
  };
  const all = own.data;
  return (
    <section aria-labelledby="second-factors" className={classes['section']}>
      <div className={classes['head']}>
        <div>
          <h2 id="second-factors">{words.title}</h2>
          <p>
            {words.lead} {all && words.policy[all.policy]}
          </p>
        </div>
        {all && all.items.length > 0 && <Adding own={all} onAdd={(what) => setDoing({ what })} />}
      </div>
      {slow && <SkeletonRows rows={2} />}
      {own.isError && all === undefined && <ErrorState error={own.error} title={words.failed} retry={() => void own.refetch()} />}
      {all?.items.length === 0 && (
        <EmptyState title={words.none} action={<Adding own={all} onAdd={(what) => setDoing({ what })} main />}>
          {words.noneHint}
        </EmptyState>
      )}
      {all && all.items.length > 0 && (
        <ul className={classes['list']}>
          {all.items.map((factor) => (
            <FactorLine key={factor.id} factor={factor} onRemove={() => setDoing({ what: 'remove', factor })} />
          ))}
          <li>
            <IconKey size={20} stroke={1.5} aria-hidden />
            <div>
              <b>{words.codes}</b>
              <small>
                <span data-few={all.recoveryCodesLeft < 3 || undefined}>{words.codesLeft(all.recoveryCodesLeft)}</span>
                <span>{words.codesHint}</span>
              </small>
            </div>
            <Button size="xs" variant="default" onClick={() => setDoing({ what: 'new-codes' })}>
              {words.newCodes}
            </Button>
          </li>
        </ul>
      )}
      {all && !all.passkeysPossible && <p className={classes['hint']}>{words.noPasskeys}</p>}
      {doing?.what === 'passkey' && <AddPasskeyDialog onAdded={added} onClose={close} />}
      {doing?.what === 'app' && <AddAppDialog onAdded={added} onClose={close} />}
      {doing?.what === 'remove' && <RemoveDialog factor={doing.factor} last={all?.items.length === 1} onRemoved={fresh} onClose={close} />}
      {doing?.what === 'new-codes' && <NewCodesDialog onMade={showCodes} onClose={close} />}
      {doing?.what === 'codes' && <CodesDialog codes={doing.codes} onClose={close} />}
    </section>
  );
}

interface AddingProps {
  own: OwnFactors;
  onAdd: (what: 'passkey' | 'app') => void;
  /** The passkey is the one next step. */
  main?: boolean;
}

function Adding({ own, onAdd, main = false }: AddingProps) {
  const withPasskey = own.passkeysPossible && passkeysSupported();
  const plus = <IconPlus size={15} stroke={1.8} aria-hidden />;
  return (
    <div className={classes['adding']}>
      {withPasskey && (
        <Button size="xs" leftSection={plus} variant={main ? 'filled' : 'default'} onClick={() => onAdd('passkey')}>
          {words.addPasskey}
        </Button>
      )}
      <Button size="xs" leftSection={plus} variant={main && !withPasskey ? 'filled' : 'default'} onClick={() => onAdd('app')}>
        {words.addApp}
      </Button>
    </div>
  );
}

function FactorLine({ factor, onRemove }: { factor: Factor; onRemove: () => void }) {
  const { kind, label, backedUp, createdAt, lastUsedAt } = factor;
  const Icon = ICONS[kind];
  const type = kind === 'passkey' ? factorText.passkey : factorText.app;
  const used = lastUsedAt === null ? words.neverUsed : words.used(dayTime(lastUsedAt).replace(/^[TY]/, (letter) => letter.toLowerCase()));
  return (
    <li>
      <Icon size={20} stroke={1.5} aria-hidden />
      <div>
        <b>{label}</b>
        <small>
          {label !== type && <span>{type}</span>}
          <span>{words.added(day(dateIn(createdAt)))}</span>
          <span>{used}</span>
          {backedUp && <span title={words.keptHint}>{words.keptByMaker}</span>}
        </small>
      </div>
      <Button size="xs" variant="default" aria-label={words.removeNamed(label)} onClick={onRemove}>
        {words.remove}
      </Button>
    </li>
  );
}
