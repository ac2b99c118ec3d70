import { Button } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Suspense, useEffect } from 'react';
import { Link } from 'react-router';
import { useMe } from '../../../shared/api/query.js';
import { useMay } from '../../../shared/api/use-may.js';
import { announce } from '../../../shared/ui/announce.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import type { ClientCard } from '../record/model.js';
import { ClientTable } from './client-table.js';
import { FilterBar } from './filter-bar.js';
import { isNarrowed } from './filters.js';
import { RefusalNote, SelectionBar } from './later.js';
import { PageHead } from './page-head.js';
import { PAGE } from './paths.js';
import { listText } from './text.js';
import { useBulk } from './use-bulk.js';
import { useClients } from './use-clients.js';
import { useColumns } from './use-columns.js';
import { useFilters } from './use-filters.js';
import { usePlaces } from './use-places.js';
import { useSelection } from './use-selection.js';
import { ColumnsMenu, SortMenu } from './view-menu.js';
import classes from './list.module.css';

/** The clients one may see: filtered, ordered, opened, and acted on many at once. */
export default function ClientsPage() {
  useTitle(listText.title);
  const { filters, change, clear } = useFilters();
  const { query, clients, total } = useClients(filters);
  const columns = useColumns();
  const places = usePlaces();
  const selection = useSelection(clients, filters);
  const bulk = useBulk(selection.clear);
  const waiting = query.isPending || !columns.ready;
  const slow = useSlow(waiting);
  const narrowed = isNarrowed(filters);

  useEffect(() => {
    if (query.isSuccess) announce(listText.loaded(clients.length));
  }, [query.isSuccess, filters, clients.length]);

  return (
    <div className={classes['page']}>
      <PageHead filters={filters} total={total} failed={query.isError} seesAll={places.seesAll} />
      <div className={classes['tools']}>
        <FilterBar filters={filters} places={places} onChange={change} onClear={clear} />
        <div className={classes['view']}>
          <SortMenu sort={filters.sort} onChange={(sort) => change({ sort })} />
          <ColumnsMenu shown={columns.shown} onToggle={columns.toggle} onShowAll={columns.showAll} />
        </div>
      </div>
      {bulk.refusals && (
        <Suspense fallback={null}>
          <RefusalNote
            refusals={bulk.refusals}
            onSelect={(ids) => {
              selection.setIds(ids);
              bulk.dismiss();
            }}
            onDismiss={bulk.dismiss}
          />
        </Suspense>
      )}
      {waiting && slow && (
        <div className={classes['waiting']}>
          <SkeletonRows rows={10} columns={columns.shown.length + 1} />
        </div>
      )}
      {query.isError && clients.length === 0 && (
        <ErrorState title={listText.failed} error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isSuccess && clients.length === 0 && (narrowed ? <NothingMatches onClear={clear} /> : <NoClients />)}
      {!waiting && clients.length > 0 && (
        <>
          <ClientTable
            clients={clients}
            columns={columns.shown}
            places={places}
            sort={filters.sort}
            onSort={(sort) => change({ sort })}
            selected={selection.ids}
            onSelected={selection.setIds}
          />
          <ListEnd
            clients={clients}
            total={total}
            sort={filters.sort}
            more={query.hasNextPage}
            loading={query.isFetchingNextPage}
            failed={query.isFetchNextPageError}
            onMore={() => void query.fetchNextPage()}
          />
        </>
      )}
      {selection.selected.length > 0 && (
        <Suspense fallback={null}>
          <SelectionBar
            selected={selection.selected}
            places={places}
            busy={bulk.busy}
            onAct={(action, to, toName) => void bulk.act(action, selection.selected, to, toName)}
            onClear={selection.clear}
          />
        </Suspense>
      )}
    </div>
  );
}

interface ListEndProps {
  clients: readonly ClientCard[];
  total: number | null;
  sort: string;
  more: boolean;
  loading: boolean;
  failed: boolean;
  onMore: () => void;
}

/** Where one is in the list, in words, and the way on. */
function ListEnd({ clients, total, sort, more, loading, failed, onMore }: ListEndProps) {
  const left = total === null ? PAGE : Math.min(PAGE, Math.max(1, total - clients.length));
  return (
    <div className={classes['listEnd']}>
      <span>
        {failed ? (
          <span role="alert" className={classes['problem']}>
            {listText.moreFailed}
          </span>
        ) : (
          listText.shown(clients.length, total, sort)
        )}
      </span>
      {more && (
        <Button variant="default" size="xs" disabled={loading} rightSection={<IconChevronDown size={15} stroke={1.6} />} onClick={onMore}>
          {loading ? listText.loadingMore : listText.loadMore(left)}
        </Button>
      )}
    </div>
  );
}

/** The list without a client: that the practice has none, or that none reaches the reader. */
function NoClients() {
  const scope = useMe().data?.member.scope ?? 'all';
  const mayCreate = useMay('clients')('create');
  return (
    <EmptyState
      title={scope === 'all' ? listText.none : listText.noneReached}
      action={
        mayCreate && (
          <span className={classes['pageActs']}>
            <Button component={Link} to="/clients/new">
              {listText.newClient}
            </Button>
            <Button component={Link} to="/imports" variant="default">
              {listText.noneImport}
            </Button>
          </span>
        )
      }
    >
      {scope !== 'all' ? listText.noneReachedHint[scope] : mayCreate ? listText.noneHint : listText.noneToReadHint}
    </EmptyState>
  );
}

function NothingMatches({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      title={listText.noMatch}
      action={
        <Button variant="default" size="xs" onClick={onClear}>
          {listText.clearFilters}
        </Button>
      }
    >
      {listText.noMatchHint} {listText.noMatchArchive}
    </EmptyState>
  );
}
