import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { documentsText as words } from './text.js';
import classes from './viewer.module.css';

interface DocumentPagesProps {
  /** Below it lie `/pages/:number`, and their text where it is spoken. */
  url: string;
  type: string | null;
  pages: number;
  spoken: boolean;
  /** Asks for the link anew. */
  again: () => void;
  /** Told of a page that did not come. */
  onBroken?: () => void;
}

/** A page that does not come may be waiting for its turn to be drawn: it is asked for again, so often and so much later. */
const ASKED_AGAIN = { times: 2, afterMs: 2_500 };

const WIDTHS = [500, 800, 1200, 1800] as const;

/** The pages behind a link as pictures, one at a time; for screen readers with their text, where it may be had. */
export function DocumentPages({ url, type, pages, spoken, again, onBroken }: DocumentPagesProps) {
  const [page, setPage] = useState(1);
  const [size, setSize] = useState(2);
  const [broken, setBroken] = useState(false);
  const [tries, setTries] = useState(0);
  const isText = spoken && (type?.startsWith('text/') === true || type === 'message/rfc822');
  const text = useQuery({
    queryKey: ['documents', 'text', url, page],
    queryFn: async () => {
      const answer = await fetch(`${url}/pages/${page}/text`, { credentials: 'same-origin' });
      if (!answer.ok) throw new Error(String(answer.status));
      return ((await answer.json()) as { text: string }).text;
    },
    enabled: spoken,
    retry: false,
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const failed = (): void => {
    onBroken?.();
    if (tries < ASKED_AGAIN.times) setTimeout(() => setTries((before) => before + 1), ASKED_AGAIN.afterMs);
    else setBroken(true);
  };
  const go = (to: number): void => {
    setBroken(false);
    setTries(0);
    setPage(Math.min(pages, Math.max(1, to)));
  };
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'ArrowRight' || event.key === 'PageDown') setPage((now) => Math.min(pages, now + 1));
      if (event.key === 'ArrowLeft' || event.key === 'PageUp') setPage((now) => Math.max(1, now - 1));
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, [pages]);
  return (
    <>
      <div className={classes['tools']}>
        {pages > 1 && (
          <>
            <ActionIcon variant="default" aria-label={words.viewer.previous} disabled={page === 1} onClick={() => go(page - 1)}>
              <IconChevronLeft size={17} stroke={1.5} />
            </ActionIcon>
            <span role="status">{words.viewer.page(page, pages)}</span>
            <ActionIcon variant="default" aria-label={words.viewer.next} disabled={page === pages} onClick={() => go(page + 1)}>
              <IconChevronRight size={17} stroke={1.5} />
            </ActionIcon>
          </>
        )}
        {!isText && (
          <>
            <ActionIcon variant="default" aria-label={words.viewer.smaller} disabled={size === 0} onClick={() => setSize(size - 1)}>
              <IconZoomOut size={17} stroke={1.5} />
            </ActionIcon>
            <ActionIcon
              variant="default"
              aria-label={words.viewer.larger}
              disabled={size === WIDTHS.length - 1}
              onClick={() => setSize(size + 1)}
            >
              <IconZoomIn size={17} stroke={1.5} />
            </ActionIcon>
          </>
        )}
      </div>
      {broken || (isText && text.isError) ? (
        <div className={classes['none']}>
          <p>{words.viewer.over}</p>
          <Button variant="default" size="xs" onClick={again}>
            {words.viewer.again}
          </Button>
        </div>
      ) : isText ? (
        <pre className={classes['text']} tabIndex={0}>
          {text.data ?? ''}
        </pre>
      ) : (
        <figure className={classes['page']} data-size={size}>
          <img src={`${url}/pages/${page}?width=${WIDTHS[size]}`} alt={words.viewer.pageImage(page)} key={tries} onError={failed} />
          {text.data !== undefined && text.data !== '' && <figcaption className={classes['spoken']}>{text.data}</figcaption>}
        </figure>
      )}
    </>
  );
}
