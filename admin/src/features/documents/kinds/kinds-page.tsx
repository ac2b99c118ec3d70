import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../shared/api/client.js';
import { useMe } from '../../../shared/api/query.js';
import type { components } from '../../../shared/api/schema.js';
import { useMay } from '../../../shared/api/use-may.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SecurityCrumb } from '../../../shared/ui/security-crumb.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import page from '../../organisations/security.module.css';
import { kindsText as words } from './text.js';
import classes from './kinds.module.css';

type Rules = components['schemas']['DocumentRulesDto'];
type Group = keyof typeof words.groups;

const KEY = ['documents', 'rules'];

/** The group of people's words that a kind belongs to. */
function groupOf(type: string): Group {
  if (type === 'application/pdf') return 'pdf';
  if (type.startsWith('image/')) return 'pictures';
  if (type.startsWith('text/') || type === 'message/rfc822') return 'text';
  if (type === 'application/rtf') return 'rich';
  if (type.includes('openxmlformats')) return 'office';
  if (type.includes('oasis.opendocument')) return 'open';
  return type === 'application/zip' ? 'zip' : 'old';
}

/** Which kinds of files the practice takes; changed by those who run it. */
export default function KindsPage() {
  const me = useMe().data;
  const may = useMay('settings');
  const rules = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get<Rules>('/document-rules', { signal }) });
  const slow = useSlow(rules.isPending);
  useTitle(words.title);
  const runs = me !== undefined && me.member.role !== 'member' && may('update');
  return (
    <div className={page['page']}>
      <header>
        <SecurityCrumb />
        <h1>{words.title}</h1>
        <p>{me && words.lead(me.organisation.name)}</p>
      </header>
      {slow && <SkeletonRows rows={6} />}
      {rules.isError && rules.data === undefined && (
        <ErrorState error={rules.error} title={words.failed} retry={() => void rules.refetch()} />
      )}
      {rules.data && <Choice key={rules.data.version} rules={rules.data} readOnly={!runs} />}
    </div>
  );
}

function Choice({ rules, readOnly }: { rules: Rules; readOnly: boolean }) {
  const cache = useQueryClient();
  const taken = rules.allowed ?? rules.kinds;
  const groups = Object.keys(words.groups) as Group[];
  const [chosen, setChosen] = useState<ReadonlySet<Group>>(
    () => new Set(groups.filter((group) => taken.some((type) => groupOf(type) === group))),
  );
  const save = useMutation({
    mutationFn: () =>
      api.put<Rules>('/document-rules', {
        allowed: chosen.size === groups.length ? null : rules.kinds.filter((type) => chosen.has(groupOf(type))),
        version: rules.version,
      }),
    onSuccess: (now) => {
      toast({ message: words.saved });
      cache.setQueryData(KEY, now);
    },
  });
  const toggle = (group: Group): void => {
    save.reset();
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(group)) after.add(group);
      return after;
    });
  };
  return (
    <form
      className={classes['choice']}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.size > 0) save.mutate();
      }}
    >
      <fieldset disabled={readOnly}>
        <legend className={classes['legend']}>{words.title}</legend>
        {groups.map((group) => (
          <Checkbox
            key={group}
            label={words.groups[group][0]}
            description={words.groups[group][1]}
            checked={chosen.has(group)}
            onChange={() => toggle(group)}
          />
        ))}
      </fieldset>
      {readOnly ? (
        <p>{words.readOnly}</p>
      ) : (
        <Button type="submit" loading={save.isPending} disabled={chosen.size === 0}>
          {words.save}
        </Button>
      )}
      {(save.isError || chosen.size === 0) && (
        <p className={classes['problem']} role="alert">
          {chosen.size === 0 ? words.none : problemSentence(save.error)}
        </p>
      )}
    </form>
  );
}
