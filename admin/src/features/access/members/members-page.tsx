import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconUserCheck } from '@tabler/icons-react';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { announce } from '../../../shared/ui/announce.js';
import { BulkBar } from '../../../shared/ui/bulk-bar.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { TeamHead } from '../parts/team-head.js';
import page from '../parts/page.module.css';
import type { MemberLine } from '../requests.js';
import { useAccessMembers, useStanding, useTemplates } from '../use-access.js';
import { FilterBar } from './filter-bar.js';
import { NO_FILTERS, choicesOf, fits, readFilters, writeFilters } from './filters.js';
import type { Field } from './filters.js';
import { MarksKey } from '../parts/module-marks.js';
import { InviteDialog } from './invite-dialog.js';
import { MembersTable } from './members-table.js';
import { listText } from './text.js';
import classes from './table.module.css';

const NOBODY: ReadonlySet<string> = new Set();

/** Everybody in the practice, what each may do, and giving several of them a role at once. */
export default function MembersPage() {
  const standing = useStanding();
  const query = useAccessMembers();
  const templates = useTemplates().data;
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const filters = useMemo(() => readFilters(address), [address]);
  const [find, setFind] = useState('');
  const looked = useDeferredValue(find);
  const [ids, setIds] = useState(NOBODY);
  const [inviting, setInviting] = useState(false);
  const slow = useSlow(query.isPending || standing === null);

  const all = query.data;
  const shown = useMemo(() => (all ?? []).filter((member) => fits(member, filters, looked)), [all, filters, looked]);
  const selected = useMemo(() => shown.filter(({ id }) => ids.has(id)), [shown, ids]);
  const clear = useCallback(() => setIds(NOBODY), []);
  const change = (field: Field, chosen: readonly string[]): void =>
    setAddress((before) => writeFilters(before, { ...readFilters(before), [field]: chosen }), { replace: true });
  const clearFilters = (): void => setAddress((before) => writeFilters(before, NO_FILTERS), { replace: true });

  useEffect(() => {
    if (all !== undefined) announce(listText.shown(shown.length));
  }, [all, shown.length]);

  return (
    <div className={page['page']}>
      <TeamHead
        tab="members"
        lead={all === undefined ? (query.isError ? '' : listText.counting) : leadOf(all)}
        action={
          standing?.may('create') && (
            <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setInviting(true)}>
              {listText.invite}
            </Button>
          )
        }
      />
      {standing !== null && (
        <div className={classes['tools']}>
          <FilterBar
            filters={filters}
            choices={choicesOf(all ?? [], templates ?? [], standing.word)}
            onChange={change}
            onClear={clearFilters}
          />
          <TextInput
            className={classes['find']}
            size="xs"
            aria-label={listText.find}
            placeholder={listText.findHint}
            leftSection={<IconSearch size={15} stroke={1.6} />}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
            autoComplete="off"
          />
        </div>
      )}
      {slow && query.isPending && <SkeletonRows rows={10} columns={6} />}
      {query.isError && all === undefined && <ErrorState title={listText.failed} error={query.error} retry={() => void query.refetch()} />}
      {all !== undefined && standing !== null && (
        <>
          {shown.length > 0 ? (
            <>
              <MembersTable members={shown} standing={standing} selected={new Set(selected.map(({ id }) => id))} onSelected={setIds} />
              <MarksKey />
            </>
          ) : (
            <EmptyState title={listText.none}>{listText.noneHint}</EmptyState>
          )}
          {selected.length > 0 && (
            <BulkBar count={selected.length} onClear={clear}>
              <button type="button" onClick={() => void navigate('/team/apply', { state: { memberIds: selected.map(({ id }) => id) } })}>
                <IconUserCheck size={17} stroke={1.6} aria-hidden />
                {listText.apply}
              </button>
            </BulkBar>
          )}
          {inviting && <InviteDialog standing={standing} onClose={() => setInviting(false)} />}
        </>
      )}
    </div>
  );
}

function leadOf(members: readonly MemberLine[]): string {
  const of = (state: MemberLine['state']): number => members.filter((member) => member.state === state).length;
  return listText.lead(members.length, of('invited'), of('suspended'));
}
