import { Button, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { useMe, useMembers } from '../../../shared/api/query.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { dateIn } from '../../../shared/text/dates.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SecurityCrumb } from '../../../shared/ui/security-crumb.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { listProps } from '../../clients/record/edit/list-props.js';
import page from '../../organisations/security.module.css';
import { DaysPlot } from './days-plot.js';
import { HistoryTable } from './history-table.js';
import { More } from './more.js';
import { exportHistory, usePracticeHistory } from './requests.js';
import type { ActKind, HistoryFilters, HistoryLine } from './requests.js';
import { historyText as words } from './text.js';
import classes from './history.module.css';

const ACTS: readonly ActKind[] = ['open', 'download', 'share', 'change', 'refuse', 'look'];
const ANY = 'any';
const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** The full history of documents, for those who run the practice (promise I-57). */
export default function DocumentHistoryPage() {
  const me = useMe().data;
  const { filters, narrow } = useHistoryFilters();
  const history = usePracticeHistory(filters);
  const slow = useSlow(history.isPending);
  useTitle(words.title);
  const lines = history.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className={`${page['page']} ${classes['page']}`}>
      <header>
        <SecurityCrumb />
        <h1>{words.title}</h1>
        <p>{me && words.lead(me.organisation.name)}</p>
      </header>
      <section aria-label={words.list}>
        <Filters filters={filters} narrow={narrow} />
        <DaysPlot days={history.data?.pages[0]?.days ?? undefined} from={filters.from} to={filters.to ?? dateIn(new Date())} />
        {filters.documentId !== null && <OnlyOne lines={lines} clear={() => narrow({ document: null })} />}
        {slow && <SkeletonRows rows={8} />}
        {history.isError && history.data === undefined && (
          <ErrorState error={history.error} title={words.failed} retry={() => void history.refetch()} />
        )}
        {history.isSuccess && lines.length === 0 && <EmptyState title={words.none}>{words.noneHint}</EmptyState>}
        {lines.length > 0 && (
          <>
            <HistoryTable label={words.list} lines={lines} document={(line) => <DocumentLink line={line} />} />
            <More query={history} />
          </>
        )}
      </section>
    </div>
  );
}

type Narrowed = Partial<Record<'document' | 'person' | 'act' | 'from' | 'to', string | null>>;

/** Filters stand in the address: ids, codes and days. */
function useHistoryFilters(): { filters: HistoryFilters; narrow: (change: Narrowed) => void } {
  const [search, setSearch] = useSearchParams();
  const dayOf = (name: string): string | null => (DAY.test(search.get(name) ?? '') ? search.get(name) : null);
  const act = ACTS.find((kind) => kind === search.get('act')) ?? null;
  const usual = new Date(Date.parse(dateIn(new Date())) - (USUAL_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  return {
    filters: {
      documentId: search.get('document'),
      memberId: search.get('person'),
      act,
      from: search.has('from') ? dayOf('from') : usual,
      to: dayOf('to'),
    },
    narrow: (change) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          // An emptied first day is kept as such: without it the usual days would come back.
          for (const [name, value] of Object.entries(change)) {
            if (value === null && name !== 'from') after.delete(name);
            else after.set(name, value ?? '');
          }
          return after;
        },
        { replace: true },
      ),
  };
}

function Filters({ filters, narrow }: { filters: HistoryFilters; narrow: (change: Narrowed) => void }) {
  const members = useMembers().data ?? [];
  const exporting = useMutation({
    mutationFn: exportHistory,
    onSuccess: () => toast({ message: words.exported }),
    onError: (error) => toast({ message: `${words.exportFailed}. ${problemSentence(error)}`, tone: 'danger' }),
  });
  return (
    <div className={classes['filters']} role="group" aria-label={words.filters}>
      <Select
        {...listProps}
        label={words.person}
        placeholder={words.anyone}
        clearable
        clearButtonProps={{ 'aria-label': words.clear }}
        value={filters.memberId}
        onChange={(person) => narrow({ person })}
        data={members.map(({ id, displayName }) => ({ value: id, label: displayName }))}
      />
      <Select
        {...listProps}
        label={words.act}
        value={filters.act ?? ANY}
        allowDeselect={false}
        onChange={(act) => narrow({ act: act === ANY ? null : act })}
        data={[{ value: ANY, label: words.acts.any }, ...ACTS.map((act) => ({ value: act, label: words.acts[act] }))]}
      />
      <TextInput
        type="date"
        label={words.from}
        value={filters.from ?? ''}
        max={filters.to ?? undefined}
        onChange={({ currentTarget }) => narrow({ from: currentTarget.value })}
      />
      <TextInput
        type="date"
        label={words.to}
        value={filters.to ?? ''}
        min={filters.from ?? undefined}
        onChange={({ currentTarget }) => narrow({ to: currentTarget.value || null })}
      />
      <Button className={classes['export'] ?? ''} variant="default" loading={exporting.isPending} onClick={() => exporting.mutate(filters)}>
        {exporting.isPending ? words.exporting : words.export}
      </Button>
    </div>
  );
}

function OnlyOne({ lines, clear }: { lines: readonly HistoryLine[]; clear: () => void }) {
  return (
    <p className={classes['only']}>
      {words.oneDocument(lines[0]?.document.name ?? words.gone)}
      <Button variant="default" size="xs" onClick={clear}>
        {words.allDocuments}
      </Button>
    </p>
  );
}

function DocumentLink({ line: { document } }: { line: HistoryLine }) {
  const [search] = useSearchParams();
  const to = new URLSearchParams(search);
  to.set('document', document.id);
  return <Link to={{ search: to.toString() }}>{document.name ?? words.gone}</Link>;
}
