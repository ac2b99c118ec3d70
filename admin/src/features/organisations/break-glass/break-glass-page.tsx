import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { keys, useMe, useMembers } from '../../../shared/api/query.js';
import { useMay } from '../../../shared/api/use-may.js';
import { dayTime } from '../../../shared/text/dates.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { Check } from '../../../shared/ui/check.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { PersonChip } from '../../../shared/ui/person-chip.js';
import { SecurityCrumb } from '../../../shared/ui/security-crumb.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { ArmDialog } from './arm-dialog.js';
import { glassKey, glassRequests, useBreakGlass } from './requests.js';
import type { BreakGlass, GlassOwner } from './requests.js';
import { glassText as words } from './text.js';
import page from '../security.module.css';
import classes from './break-glass.module.css';

/** Who keeps a way in beside single sign-on. */
export default function BreakGlassPage() {
  const me = useMe().data;
  const may = useMay('settings');
  const glass = useBreakGlass();
  const slow = useSlow(glass.isPending);
  useTitle(words.title);
  const owner = me?.member.role === 'owner' && may('update');
  return (
    <div className={page['page']}>
      <header>
        <SecurityCrumb />
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
      </header>
      {slow && <SkeletonRows rows={3} />}
      {glass.isError && glass.data === undefined && (
        <ErrorState error={glass.error} title={words.failed} retry={() => void glass.refetch()} />
      )}
      {glass.data && <Owners key={namedIn(glass.data).join()} owners={glass.data.owners} mine={owner} />}
      <section aria-labelledby="glass-how">
        <h2 id="glass-how">{words.how}</h2>
        <p className={page['hint']}>
          {words.howText}
          <code className={classes['address']}>{`${location.origin}/sign-in/break-glass`}</code>
        </p>
      </section>
    </div>
  );
}

function Owners({ owners, mine }: { owners: readonly GlassOwner[]; mine: boolean }) {
  const cache = useQueryClient();
  const members = useMembers().data ?? [];
  const name = (id: string): string => members.find((member) => member.id === id)?.displayName ?? '';
  const before = namedIn({ owners: [...owners] });
  const [chosen, setChosen] = useState<readonly string[]>(before);
  const [arming, setArming] = useState<string | null>(null);
  const changed = [...chosen].sort().join() !== [...before].sort().join();
  const right = chosen.length === 2 || chosen.length === 0;
  const took = (glass: BreakGlass): void => {
    cache.setQueryData(glassKey, glass);
    void cache.invalidateQueries({ queryKey: keys.me });
  };
  const save = useMutation({
    mutationFn: () => glassRequests.name(chosen),
    onSuccess: (glass) => {
      took(glass);
      toast({ message: words.saved(chosen.length) });
    },
  });
  const end = useMutation({
    mutationFn: glassRequests.disarm,
    onSuccess: (glass, id) => {
      took(glass);
      toast({ message: words.ended(name(id)) });
    },
  });
  const able = owners.filter(({ passkey }) => passkey).length >= 2;
  return (
    <section aria-labelledby="glass-owners">
      <h2 id="glass-owners">{words.owners}</h2>
      <p className={page['hint']}>{able ? words.ownersHint : `${words.tooFew}. ${words.tooFewHint}`}</p>
      {!able && mine && (
        <p className={classes['ways']}>
          <Link to="/security">{words.ownPasskey}</Link>
          <Link to="/team">{words.team}</Link>
        </p>
      )}
      <ul className={classes['owners']}>
        {owners.map((owner) => {
          const { memberId, passkey, named } = owner;
          const armed = isArmed(owner);
          return (
            <li key={memberId}>
              <Check
                aria-label={name(memberId)}
                checked={chosen.includes(memberId)}
                disabled={!mine || (!passkey && !chosen.includes(memberId))}
                onChange={({ currentTarget }) => {
                  save.reset();
                  setChosen(currentTarget.checked ? [...chosen, memberId] : chosen.filter((id) => id !== memberId));
                }}
              />
              <div>
                <PersonChip id={memberId} name={name(memberId)} />
                <small data-armed={armed || undefined}>
                  {passkey ? words.passkey : words.noPasskey}
                  {named && `, ${standing(owner)}`}
                </small>
              </div>
              {armed && (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={words.endNamed(name(memberId))}
                  loading={end.isPending}
                  onClick={() => end.mutate(memberId)}
                >
                  {words.end}
                </Button>
              )}
              {named && !armed && mine && (
                <Button size="xs" variant="default" aria-label={words.armNamed(name(memberId))} onClick={() => setArming(memberId)}>
                  {words.arm}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {(save.isError || end.isError) && (
        <p className={page['refused']} role="alert">
          {problemSentence(save.error ?? end.error)}
        </p>
      )}
      <div className={page['acts']}>
        {mine ? (
          <>
            <Button disabled={!changed || !right} loading={save.isPending} onClick={() => save.mutate()}>
              {words.save}
            </Button>
            {!right && <span role="status">{words.chooseTwo}</span>}
            {right && !changed && <span>{words.unchanged}</span>}
          </>
        ) : (
          words.ownersOnly
        )}
      </div>
      {arming !== null && <ArmDialog memberId={arming} name={name(arming)} onArmed={took} onClose={() => setArming(null)} />}
    </section>
  );
}

function namedIn({ owners }: BreakGlass): string[] {
  return owners.filter(({ named }) => named).map(({ memberId }) => memberId);
}

function isArmed({ armedUntil }: GlassOwner): boolean {
  return armedUntil !== null && new Date(armedUntil).getTime() > Date.now();
}

function standing(owner: GlassOwner): string {
  const { armedAt, armedUntil } = owner;
  if (isArmed(owner) && armedUntil !== null) return words.armedUntil(lower(dayTime(armedUntil)));
  return armedAt === null ? words.neverArmed : words.lastArmed(lower(dayTime(armedAt)));
}

const lower = (when: string): string => when.replace(/^[TY]/, (letter) => letter.toLowerCase());
