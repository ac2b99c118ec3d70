import { NativeSelect, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { ACTS, MODULES } from '../model.js';
import type { Act, ModuleName } from '../model.js';
import { TeamHead } from '../parts/team-head.js';
import { accessRequests } from '../requests.js';
import { accessText } from '../text.js';
import { useAccessMembers, useStanding } from '../use-access.js';
import type { Standing } from '../use-access.js';
import { AnswerView } from './answer-view.js';
import { ClientField } from '../../clients/search/client-field.js';
import type { ChosenClient } from '../../clients/search/client-field.js';
import { checkText } from './text.js';
import page from '../parts/page.module.css';
import classes from './check.module.css';

/** Why somebody may or may not do something. */
export default function CheckPage() {
  const standing = useStanding();
  const members = useAccessMembers();
  return (
    <div className={page['page']}>
      <TeamHead tab="check" lead={checkText.lead} />
      {members.isError && members.data === undefined && (
        <ErrorState title={accessText.failed} error={members.error} retry={() => void members.refetch()} />
      )}
      {standing !== null && members.data !== undefined && <Check standing={standing} />}
    </div>
  );
}

function Check({ standing }: { standing: Standing }) {
  const [address, setAddress] = useSearchParams();
  const members = useAccessMembers().data ?? [];
  const [module, setModule] = useState<ModuleName>('clients');
  const [act, setAct] = useState<Act>('read');
  const [about, setAbout] = useState<'module' | 'client'>('module');
  const [client, setClient] = useState<ChosenClient | null>(null);
  const member = members.find(({ id }) => id === address.get('member'));
  const clientId = about === 'client' ? (client?.id ?? null) : null;
  const complete = member !== undefined && (about === 'module' || client !== null);
  const question = { memberId: member?.id ?? '', module, act, clientId };
  const answer = useQuery({
    queryKey: ['access', 'explain', question],
    queryFn: ({ signal }) => accessRequests.explain(question, signal),
    enabled: complete,
    staleTime: 0,
    refetchOnWindowFocus: false,
    placeholderData: keepPreviousData,
  });
  const slow = useSlow(complete && answer.isPending);
  const word = standing.word(module);
  const what =
    about === 'client' && client !== null
      ? checkText.ofClient(module === 'clients' ? checkText.record : word.toLowerCase(), client.name)
      : checkText.inModule(word);
  return (
    <div className={classes['check']}>
      <form className={classes['question']} onSubmit={(event) => event.preventDefault()}>
        <NativeSelect
          label={checkText.member}
          value={member?.id ?? ''}
          onChange={(event) => setAddress(event.currentTarget.value === '' ? {} : { member: event.currentTarget.value }, { replace: true })}
          data={[
            { value: '', label: checkText.chooseMember },
            ...members.map(({ id, displayName, title }) => ({ value: id, label: title === '' ? displayName : `${displayName}, ${title}` })),
          ]}
        />
        <div className={classes['pair']}>
          <NativeSelect
            label={checkText.act}
            value={act}
            onChange={(event) => setAct(event.currentTarget.value as Act)}
            data={ACTS.map((value) => ({ value, label: accessText.acts[value] }))}
          />
          <NativeSelect
            label={checkText.module}
            value={module}
            onChange={(event) => setModule(event.currentTarget.value as ModuleName)}
            data={MODULES.map((value) => ({ value, label: standing.word(value) }))}
          />
        </div>
        <fieldset className={classes['about']}>
          <legend>{checkText.about}</legend>
          <SegmentedControl
            fullWidth
            aria-label={checkText.about}
            value={about}
            onChange={(next) => setAbout(next === 'client' ? 'client' : 'module')}
            data={[
              { value: 'module', label: checkText.anything },
              { value: 'client', label: checkText.one },
            ]}
          />
        </fieldset>
        {about === 'client' && <ClientField chosen={client} onChoose={setClient} />}
      </form>
      <div className={classes['side']} data-busy={answer.isPlaceholderData || undefined}>
        {!complete && <p className={page['dim']}>{member === undefined ? checkText.start : checkText.chooseClient}</p>}
        {slow && <SkeletonRows rows={4} columns={2} />}
        {complete && answer.isError && <ErrorState title={checkText.failed} error={answer.error} retry={() => void answer.refetch()} />}
        {complete && answer.data !== undefined && (
          <AnswerView
            answer={answer.data}
            member={member}
            sentence={(answer.data.allowed ? checkText.yes : checkText.no)(member.displayName, checkText.acts[act], what)}
          />
        )}
      </div>
    </div>
  );
}
