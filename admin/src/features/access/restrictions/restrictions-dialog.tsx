import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useMe, useMembers } from '../../../shared/api/query.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { Since } from '../../../shared/ui/since.js';
import { SkeletonRows } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { MemberPicker } from '../parts/member-picker.js';
import { Note } from '../parts/note.js';
import { accessProblem } from '../problems.js';
import { accessRequests } from '../requests.js';
import type { Restrictions } from '../requests.js';
import { accessText } from '../text.js';
import { restrictionsText as words } from './text.js';
import form from '../parts/form.module.css';
import parts from '../parts/parts.module.css';

interface RestrictionsDialogProps {
  client: { id: string; displayName: string; practitionerId: string | null };
  onClose: () => void;
}

/** Who is kept from a client, and who alone may open it. */
export function RestrictionsDialog({ client, onClose }: RestrictionsDialogProps) {
  const restrictions = useQuery({
    queryKey: ['client', client.id, 'restrictions'],
    queryFn: ({ signal }) => accessRequests.restrictions(client.id, signal),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Modal opened onClose={onClose} title={words.title(client.displayName)} size={500}>
      {restrictions.isPending && <SkeletonRows rows={4} columns={2} />}
      {restrictions.isError && <ErrorState title={words.failed} error={restrictions.error} retry={() => void restrictions.refetch()} />}
      {restrictions.data !== undefined && <RestrictionsForm client={client} now={restrictions.data} onClose={onClose} />}
    </Modal>
  );
}

function RestrictionsForm({ client, now, onClose }: RestrictionsDialogProps & { now: Restrictions }) {
  const group = useId();
  const cache = useQueryClient();
  const me = useMe().data?.member;
  const all = useMembers().data ?? [];
  const members = all.filter(({ active }) => active);
  const name = (id: string | null): string => all.find((member) => member.id === id)?.displayName ?? accessText.unknownMember;
  const [isPrivate, setPrivate] = useState(now.private !== null);
  const [named, setNamed] = useState<string[]>(now.private?.named ?? (me === undefined ? [] : [me.id]));
  const [blocked, setBlocked] = useState<string[]>(now.blocked.map(({ memberId }) => memberId));
  const [reason, setReason] = useState('');
  const both = isPrivate ? named.filter((id) => blocked.includes(id)) : [];
  const shutOut = me !== undefined && (blocked.includes(me.id) ? 'blocked' : isPrivate && !named.includes(me.id) ? 'unnamed' : null);
  const { practitionerId } = client;
  const leavesPractitioner =
    practitionerId !== null &&
    practitionerId !== me?.id &&
    (blocked.includes(practitionerId) || (isPrivate && !named.includes(practitionerId)));
  const save = useMutation({
    mutationFn: () => accessRequests.restrict(client.id, { private: isPrivate ? named : null, blocked, reason: reason.trim() }),
    onSuccess: () => {
      toast({ message: words.saved(client.displayName) });
      for (const queryKey of [['client', client.id], ['clients']]) void cache.invalidateQueries({ queryKey });
      onClose();
    },
  });
  const latest = now.private ?? now.blocked[0];
  return (
    <div className={form['form']}>
      <div>
        <p className={form['lead']}>
          <b>{words.now}</b>: {now.private === null ? words.nowOpen : words.nowPrivate(now.private.named.map(name))}
          {now.blocked.length > 0 && `, ${words.nowBlocked(now.blocked.map(({ memberId }) => name(memberId)))}`}
        </p>
        {latest && <Since at={latest.madeAt} by={name(latest.madeBy)} />}
      </div>
      <fieldset className={parts['options']}>
        <legend className={parts['hidden']}>{words.title(client.displayName)}</legend>
        {([false, true] as const).map((closed) => (
          <label key={String(closed)} className={parts['option']}>
            <input type="radio" name={group} checked={isPrivate === closed} onChange={() => setPrivate(closed)} />
            <span>
              <b>{closed ? words.private : words.open}</b>
              <small>{closed ? words.privateHint : words.openHint}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {isPrivate && (
        <fieldset className={form['group']}>
          <legend>{words.named}</legend>
          <MemberPicker label={words.named} members={members} chosen={named} onChange={setNamed} />
        </fieldset>
      )}
      <fieldset className={form['group']}>
        <legend>{words.block}</legend>
        <p className={form['lead']}>{words.blockHint}</p>
        <MemberPicker label={words.block} members={members} chosen={blocked} onChange={setBlocked} />
      </fieldset>
      <TextInput
        label={words.reason}
        description={words.reasonHint}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
        autoComplete="off"
      />
      <div aria-live="polite" className={form['group']}>
        {isPrivate && named.length === 0 && <Note tone="danger">{words.noneNamed}</Note>}
        {both.length > 0 && <Note tone="danger">{words.both(both.map(name))}</Note>}
        {leavesPractitioner && <Note tone="warn">{words.leavesPractitioner(name(practitionerId))}</Note>}
        {shutOut === 'blocked' && <Note tone="warn">{words.blockYou}</Note>}
        {shutOut === 'unnamed' && named.length > 0 && <Note tone="warn">{words.notYou}</Note>}
        {save.isError && <Note tone="danger">{accessProblem(save.error)}</Note>}
      </div>
      <div className={form['buttons']}>
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button
          {...(shutOut && { color: 'red' })}
          loading={save.isPending}
          disabled={(isPrivate && named.length === 0) || both.length > 0}
          onClick={() => save.mutate()}
        >
          {words.save}
        </Button>
      </div>
    </div>
  );
}
