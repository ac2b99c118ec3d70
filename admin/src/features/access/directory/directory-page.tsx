import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMe } from '../../../shared/api/query.js';
import { useMay } from '../../../shared/api/use-may.js';
import { dayTime } from '../../../shared/text/dates.js';
import { announce } from '../../../shared/ui/announce.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SecurityCrumb } from '../../../shared/ui/security-crumb.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { toastRefused } from '../problems.js';
import { useTemplates } from '../use-access.js';
import { directoryKey, directoryRequests, useDirectory } from './requests.js';
import type { Directory } from './requests.js';
import { Tokens } from './tokens.js';
import { directoryText as words } from './text.js';
import classes from './directory.module.css';

/** The practice's directory: how it is connected, what it gives, what it provisioned, and what was refused. */
export default function DirectoryPage() {
  const me = useMe().data;
  const may = useMay('team_management');
  const directory = useDirectory();
  const slow = useSlow(directory.isPending);
  useTitle(words.title);
  const changes = me !== undefined && me.member.role !== 'member' && may('update');
  const { data } = directory;
  return (
    <div className={classes['page']}>
      <header>
        <SecurityCrumb />
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
      </header>
      {slow && <SkeletonRows rows={5} />}
      {directory.isError && data === undefined && (
        <ErrorState error={directory.error} title={words.failed} retry={() => void directory.refetch()} />
      )}
      {data && (
        <>
          <Connect baseUrl={data.baseUrl} />
          <Tokens tokens={data.tokens} changes={changes} />
          <DefaultRole chosen={data.defaultTemplateId} changes={changes} />
          <Provisioned directory={data} />
          <Refused refusals={data.refusals} />
        </>
      )}
    </div>
  );
}

function Connect({ baseUrl }: { baseUrl: string }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(baseUrl).then(
      () => {
        setCopied(true);
        announce(words.copied);
      },
      () => setCopied(false),
    );
  };
  return (
    <section aria-labelledby="directory-connect">
      <h2 id="directory-connect">{words.connect}</h2>
      <p className={classes['hint']}>{words.connectHint}</p>
      <div className={classes['copy']}>
        <TextInput readOnly label={words.baseUrl} value={baseUrl} onFocus={(event) => event.currentTarget.select()} />
        <Button variant="default" onClick={copy}>
          {copied ? words.copied : words.copy}
        </Button>
      </div>
    </section>
  );
}

function DefaultRole({ chosen, changes }: { chosen: string | null; changes: boolean }) {
  const cache = useQueryClient();
  const templates = useTemplates().data ?? [];
  const choose = useMutation({
    mutationFn: directoryRequests.choose,
    onSuccess: (_nothing, id) => toast({ message: id === null ? words.noRoleSaved : words.roleSaved }),
    onError: toastRefused,
    onSettled: () => void cache.invalidateQueries({ queryKey: directoryKey }),
  });
  return (
    <section aria-labelledby="directory-role">
      <h2 id="directory-role">{words.role}</h2>
      <p className={classes['hint']}>{words.roleHint}</p>
      <NativeSelect
        aria-label={words.role}
        className={classes['role']}
        disabled={!changes || choose.isPending}
        value={choose.isPending ? (choose.variables ?? '') : (chosen ?? '')}
        data={[{ value: '', label: words.noRole }, ...templates.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={({ currentTarget: { value } }) => choose.mutate(value === '' ? null : value)}
      />
    </section>
  );
}

function Provisioned({ directory: { users, groups } }: { directory: Directory }) {
  const templates = useTemplates().data ?? [];
  const role = (id: string | null): string | undefined => templates.find((template) => template.id === id)?.name;
  return (
    <section aria-labelledby="directory-provisioned">
      <h2 id="directory-provisioned">{words.provisioned}</h2>
      <p className={classes['hint']}>{words.people(users.active, users.inactive)}</p>
      {groups.length === 0 ? (
        <EmptyState title={words.noGroups}>{words.noGroupsHint}</EmptyState>
      ) : (
        <ul className={classes['list']}>
          {groups.map(({ id, name, members, templateId }) => {
            const given = role(templateId);
            return (
              <li key={id}>
                <div>
                  <Link to="/team/teams">{name}</Link>
                  <small>
                    {words.members(members)}, {given === undefined ? words.givesNothing : words.gives(given)}
                  </small>
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function Refused({ refusals }: Pick<Directory, 'refusals'>) {
  return (
    <section aria-labelledby="directory-refusals">
      <h2 id="directory-refusals">{words.refusals}</h2>
      <p className={classes['hint']}>{words.refusalsHint}</p>
      {refusals.length === 0 ? (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      ) : (
        <ul className={classes['list']}>
          {refusals.map(({ at, method, resource, status, detail }, index) => (
            <li key={`${at}${index}`}>
              <div>
                <b>{detail}</b>
                <small>
                  <time dateTime={at}>{dayTime(at)}</time>, {method} {resource}, {status}
                </small>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
