import { Link } from 'react-router';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { Status } from '../../../shared/ui/status.js';
import type { StatusKind } from '../../../shared/ui/status.js';
import { useNetworks } from './requests.js';
import type { NetworkMode, Networks } from './requests.js';
import { networksText as words } from './text.js';
import classes from './networks.module.css';
import page from '../security.module.css';

const KINDS: Record<NetworkMode, StatusKind> = { off: 'none', dry_run: 'running', enforced: 'current' };

/** What the list does now, in a sentence. */
export function stateInWords({ mode, networks }: Pick<Networks, 'mode' | 'networks'>): string {
  return mode === 'off' ? words.state.off : words.state[mode](networks.length);
}

/** What the list does now, as a shape and a sentence. */
export function ModeStatus({ list }: { list: Networks }) {
  return <Status kind={KINDS[list.mode]}>{stateInWords(list)}</Status>;
}

/** The networks among the practice's rules: what is in force, and the way to the list. */
export function NetworksState() {
  const list = useNetworks();
  return (
    <section aria-labelledby="networks">
      <h2 id="networks">{words.title}</h2>
      {list.isError && list.data === undefined && <ErrorState error={list.error} title={words.failed} retry={() => void list.refetch()} />}
      {list.data && (
        <p className={page['hint']}>
          <ModeStatus list={list.data} />
        </p>
      )}
      <Link className={classes['link']} to="/settings/networks">
        {words.open}
      </Link>
    </section>
  );
}
