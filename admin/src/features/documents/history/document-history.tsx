import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { HistoryTable } from './history-table.js';
import { More } from './more.js';
import { useDocumentHistory } from './requests.js';
import { historyText as words } from './text.js';

/** Who opened, downloaded, shared or changed one document, newest first. */
export function DocumentHistory({ documentId }: { documentId: string }) {
  const history = useDocumentHistory(documentId);
  const slow = useSlow(history.isPending);
  const lines = history.data?.pages.flatMap(({ items }) => items) ?? [];
  if (history.isError && history.data === undefined)
    return <ErrorState error={history.error} title={words.failed} retry={() => void history.refetch()} />;
  if (slow) return <SkeletonRows rows={5} />;
  if (history.isSuccess && lines.length === 0) return <EmptyState title={words.none}>{words.noneOfOne}</EmptyState>;
  return lines.length === 0 ? null : (
    <>
      <HistoryTable label={words.ofOne} lines={lines} />
      <More query={history} />
    </>
  );
}
