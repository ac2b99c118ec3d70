import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dateIn, day } from '../../../shared/text/dates.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { fieldError } from '../../../shared/ui/field.js';
import { Status } from '../../../shared/ui/status.js';
import { toast } from '../../../shared/ui/toast.js';
import { Copyable } from './copyable.js';
import { signOnKey, signOnRequests } from './requests.js';
import type { Domain } from './requests.js';
import { signOnText as words } from './text.js';
import page from '../security.module.css';
import classes from './sign-on.module.css';

/** The practice's mail domains: claimed, proved, watched. */
export function Domains({ domains, changes }: { domains: readonly Domain[]; changes: boolean }) {
  return (
    <section aria-labelledby="sso-domains">
      <h2 id="sso-domains">{words.domains}</h2>
      <p className={page['hint']}>{words.domainsLead}</p>
      {domains.length === 0 ? (
        <EmptyState title={words.noDomains}>{words.noDomainsHint}</EmptyState>
      ) : (
        <ul className={classes['list']}>
          {domains.map((domain) => (
            <DomainLine key={domain.id} domain={domain} changes={changes} />
          ))}
        </ul>
      )}
      {changes && <AddDomain />}
    </section>
  );
}

function AddDomain() {
  const cache = useQueryClient();
  const [domain, setDomain] = useState('');
  const claim = useMutation({
    mutationFn: signOnRequests.claim,
    onSuccess: () => {
      setDomain('');
      void cache.invalidateQueries({ queryKey: signOnKey });
    },
  });
  return (
    <form
      className={classes['copy']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // Whoever pastes a whole address means what stands after the @.
        const name = domain.trim().split('@').pop()!;
        if (name !== '' && !claim.isPending) claim.mutate(name);
      }}
    >
      <TextInput
        label={words.domain}
        placeholder={words.domainPlaceholder}
        autoCapitalize="off"
        spellCheck={false}
        maxLength={254}
        value={domain}
        error={claim.isError ? (fieldError(claim.error, 'domain') ?? problemSentence(claim.error)) : null}
        onChange={({ currentTarget }) => {
          setDomain(currentTarget.value);
          claim.reset();
        }}
      />
      <Button type="submit" variant="default" loading={claim.isPending}>
        {words.addDomain}
      </Button>
    </form>
  );
}

function DomainLine({ domain, changes }: { domain: Domain; changes: boolean }) {
  const cache = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const fresh = (): void => void cache.invalidateQueries({ queryKey: signOnKey });
  const check = useMutation({
    mutationFn: () => signOnRequests.check(domain.id),
    onSuccess: ({ found }) => {
      if (found === 'found') toast({ message: words.found(domain.domain) });
      fresh();
    },
  });
  const release = useMutation({
    mutationFn: () => signOnRequests.release(domain.id),
    onSuccess: () => {
      toast({ message: words.removedDomain(domain.domain) });
      fresh();
    },
    onSettled: () => setRemoving(false),
  });
  const { verifiedAt, lostAt } = domain;
  const open = verifiedAt === null || lostAt !== null;
  const answer = check.data?.found === 'not_found' ? words.notFound : check.data?.found === 'unknown' ? words.unknown : null;
  const error: unknown = check.error ?? release.error;
  return (
    <li>
      <div className={classes['head']}>
        <div>
          <b>{domain.domain}</b>
          <Standing domain={domain} />
        </div>
        {changes && (
          <span className={classes['buttons']}>
            {open && (
              <Button size="xs" aria-label={words.checkNamed(domain.domain)} loading={check.isPending} onClick={() => check.mutate()}>
                {words.check}
              </Button>
            )}
            <Button size="xs" variant="default" aria-label={words.removeDomainNamed(domain.domain)} onClick={() => setRemoving(true)}>
              {words.removeDomain}
            </Button>
          </span>
        )}
      </div>
      {lostAt !== null && <p className={classes['warn']}>{words.lostHint}</p>}
      {open && (
        <div className={classes['fields']} role="group" aria-label={words.record}>
          <Copyable label={`${words.record}: ${words.recordName}`} value={domain.recordName} />
          <Copyable label={`${words.record}: ${words.recordValue}`} value={domain.recordValue} />
          <p className={page['hint']}>{words.recordHint}</p>
        </div>
      )}
      {(answer !== null || error !== null) && (
        <p className={classes['warn']} role="alert">
          {error === null ? answer : problemSentence(error)}
        </p>
      )}
      <ConfirmDialog
        opened={removing}
        title={words.removeDomainTitle(domain.domain)}
        confirmLabel={words.removeDomain}
        danger
        busy={release.isPending}
        onConfirm={() => release.mutate()}
        onClose={() => setRemoving(false)}
      >
        {words.removeDomainText}
      </ConfirmDialog>
    </li>
  );
}

function Standing({ domain: { verifiedAt, lostAt } }: { domain: Domain }) {
  if (lostAt !== null) return <Status kind="failed">{words.lost(day(dateIn(lostAt)))}</Status>;
  if (verifiedAt === null) return <Status kind="waiting">{words.waiting}</Status>;
  return <Status kind="current">{words.verified(day(dateIn(verifiedAt)))}</Status>;
}
