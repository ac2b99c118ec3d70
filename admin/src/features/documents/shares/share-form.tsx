import { Button, Checkbox, NativeSelect, SegmentedControl, Select, TextInput, Textarea } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { ProblemError, isProblem } from '../../../shared/api/problem.js';
import { useMe, useMembers } from '../../../shared/api/query.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { fieldError } from '../../../shared/ui/field.js';
import { toast } from '../../../shared/ui/toast.js';
import { Note } from '../../access/parts/note.js';
import { listProps } from '../../clients/record/edit/list-props.js';
import { nameOf } from './model.js';
import type { NewShare } from './model.js';
import { useShare } from './requests.js';
import { sharesText as words } from './text.js';
import classes from './shares.module.css';

const DAYS = [1, 2, 3, 5, 7, 10, 14, 21, 30] as const;
const WAYS = ['outside', 'member'] as const;
type Way = (typeof WAYS)[number];
const EMPTY = { email: '', name: '', memberId: null as string | null, download: false, watermark: true, days: 7, message: '' };
const ADDRESS = /^\S+@\S+\.\S+$/;

/** Whom to share with and how; says what that does before it is done. */
export function ShareForm({ documentId, pages }: { documentId: string; pages: number | null | undefined }) {
  const wayId = useId();
  const allowId = useId();
  const [way, setWay] = useState<Way>('outside');
  const [values, setValues] = useState(EMPTY);
  const [checked, setChecked] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const [unshown, setUnshown] = useState(pages === null);
  const me = useMe().data?.member.id;
  const colleagues = (useMembers().data ?? []).filter(({ id, active }) => active && id !== me);
  const share = useShare(documentId, (made) => {
    toast({ message: words.sent[made.to.kind](nameOf(made)), about: 'shares' });
    setValues(EMPTY);
    setChecked(false);
    first.current?.focus();
  });
  const set = (change: Partial<typeof EMPTY>): void => {
    setValues({ ...values, ...change });
    share.reset();
  };
  const onlyDownload = pages === null || unshown;
  const download = onlyDownload || values.download;
  const email = values.email.trim();
  const chosen = colleagues.find(({ id }) => id === values.memberId);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    const asked = shareOf(way, { ...values, download });
    if (asked === null) return first.current?.focus();
    share.mutate(asked, { onError: (error) => isProblem(error, 'share.needs_pages') && setUnshown(true) });
  };
  const missing = (field: keyof typeof words.missing): string | null => {
    if (!checked) return null;
    const there = field === 'email' ? ADDRESS.test(email) : values.memberId !== null;
    return there ? null : words.missing[field];
  };
  const seesNot = isProblem(share.error, 'share.member_sees_not') ? problemSentence(share.error) : null;
  const aboutAllowing = ['share.needs_pages', 'share.watermark_or_download'].some((code) => isProblem(share.error, code));
  const named = share.error instanceof ProblemError && share.error.errors.some(({ field }) => field in EMPTY);
  const general = share.isError && seesNot === null && !aboutAllowing && !named ? problemSentence(share.error) : null;

  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <div className={classes['choice']}>
        <span id={wayId}>{words.toWhom}</span>
        <SegmentedControl
          data-autofocus
          aria-labelledby={wayId}
          value={way}
          onChange={(next) => {
            setWay(next === 'member' ? 'member' : 'outside');
            setChecked(false);
            share.reset();
          }}
          data={WAYS.map((value) => ({ value, label: words.ways[value] }))}
        />
      </div>
      {way === 'member' ? (
        <Select
          ref={first}
          label={words.colleague}
          placeholder={words.colleagueNone}
          nothingFoundMessage={words.colleagueNobody}
          searchable
          value={values.memberId}
          data={colleagues.map(({ id, displayName }) => ({ value: id, label: displayName }))}
          onChange={(memberId) => set({ memberId })}
          error={missing('memberId') ?? seesNot ?? fieldError(share.error, 'memberId')}
          {...listProps}
        />
      ) : (
        <>
          <div className={classes['pair']}>
            <TextInput
              ref={first}
              type="email"
              label={words.email}
              description={words.emailHint}
              value={values.email}
              onChange={(event) => set({ email: event.currentTarget.value })}
              error={missing('email') ?? fieldError(share.error, 'email')}
              autoComplete="off"
            />
            <TextInput
              label={words.name}
              description={words.nameHint}
              value={values.name}
              maxLength={120}
              onChange={(event) => set({ name: event.currentTarget.value })}
              error={fieldError(share.error, 'name')}
              autoComplete="off"
            />
          </div>
          <div className={classes['pair']}>
            <div className={classes['choice']}>
              <span id={allowId}>{words.allow}</span>
              <SegmentedControl
                aria-labelledby={allowId}
                value={download ? 'download' : 'look'}
                onChange={(next) => set({ download: next === 'download' })}
                data={[
                  { value: 'look', label: words.allowed.look, disabled: onlyDownload },
                  { value: 'download', label: words.allowed.download },
                ]}
              />
              <small aria-live="polite">{onlyDownload ? words.needsPages : download ? words.downloadHint : words.lookHint}</small>
            </div>
            <NativeSelect
              label={words.days}
              description={words.daysHint}
              value={String(values.days)}
              onChange={(event) => set({ days: Number(event.currentTarget.value) })}
              data={DAYS.map((days) => ({ value: String(days), label: words.dayCount(days) }))}
              error={fieldError(share.error, 'days')}
            />
          </div>
          {!download && (
            <Checkbox
              label={words.watermark}
              description={words.watermarkHint}
              checked={values.watermark}
              onChange={(event) => set({ watermark: event.currentTarget.checked })}
            />
          )}
          {aboutAllowing && (
            <Note tone="danger" live>
              {problemSentence(share.error)}
            </Note>
          )}
        </>
      )}
      <Textarea
        label={words.message}
        description={words.messageHint}
        value={values.message}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={500}
        onChange={(event) => set({ message: event.currentTarget.value })}
        error={fieldError(share.error, 'message')}
      />
      {general !== null && (
        <Note tone="danger" live>
          {general}
        </Note>
      )}
      <div className={classes['foot']}>
        <p>
          <b>{words.whatHappens}.</b>{' '}
          {way === 'member'
            ? words.memberHappens(chosen?.displayName ?? '')
            : words.outsideHappens(ADDRESS.test(email) ? email : '', download)}
        </p>
        <Button type="submit" loading={share.isPending}>
          {words.send}
        </Button>
      </div>
    </form>
  );
}

/** What is sent; null while whom it is for is missing. */
function shareOf(way: Way, { email, name, memberId, download, watermark, days, message }: typeof EMPTY): NewShare | null {
  const said = message.trim() === '' ? {} : { message: message.trim() };
  if (way === 'member') return memberId === null ? null : { memberId, download: false, watermark: false, days, ...said };
  if (!ADDRESS.test(email.trim())) return null;
  return {
    email: email.trim(),
    ...(name.trim() !== '' && { name: name.trim() }),
    download,
    watermark: watermark && !download,
    days,
    ...said,
  };
}
