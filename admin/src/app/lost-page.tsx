import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { sharedText } from '../shared/text/catalogue.js';
import { EmptyState } from '../shared/ui/empty-state.js';
import { useTitle } from '../shared/ui/use-title.js';
import classes from './shell.module.css';

const words = sharedText.frame;

/** An address that no screen has. */
export function LostPage() {
  useTitle(words.notFound);
  return (
    <div className={classes['lost']}>
      <h1>{words.notFound}</h1>
      <EmptyState
        title={words.notFoundHint}
        action={
          <Button component={Link} to="/clients" variant="default" size="xs">
            {words.toClients}
          </Button>
        }
      />
    </div>
  );
}

/** A screen that threw, or whose code could not be fetched, as after a new release. */
export function BrokenPage({ inFrame = false }: { inFrame?: boolean }) {
  useTitle(words.broken);
  return (
    <div className={classes['lost']} data-alone={!inFrame || undefined} role="alert">
      <h1>{words.broken}</h1>
      <EmptyState
        title={words.brokenHint}
        action={
          <Button variant="default" size="xs" onClick={() => location.reload()}>
            {words.reload}
          </Button>
        }
      />
    </div>
  );
}
