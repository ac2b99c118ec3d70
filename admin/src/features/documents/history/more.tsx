import { Button } from '@mantine/core';
import watch from '../../identity/watch/watch.module.css';
import { historyText as words } from './text.js';

interface MoreProps {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    fetchNextPage: () => Promise<unknown>;
  };
}

/** The way to earlier acts, or that there are none. */
export function More({ query }: MoreProps) {
  return (
    <div className={watch['more']}>
      {query.hasNextPage ? (
        <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {words.more}
        </Button>
      ) : (
        <span>{words.end}</span>
      )}
      {query.isFetchNextPageError && <span role="alert">{words.failed}</span>}
    </div>
  );
}
