import { useLocation } from 'react-router';
import { useMe } from '../../../shared/api/query.js';
import { useMay } from '../../../shared/api/use-may.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SecurityCrumb } from '../../../shared/ui/security-crumb.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { Connections } from './connections.js';
import { Domains } from './domains.js';
import { useSignOn } from './requests.js';
import { signOnText as words } from './text.js';
import page from '../security.module.css';

/** How the practice's people sign in through its own provider: read and changed by those who run it. */
export default function SignOnPage() {
  const me = useMe().data;
  const may = useMay('settings');
  const signOn = useSignOn();
  const slow = useSlow(signOn.isPending);
  const tested = testedIn(useLocation().state);
  useTitle(words.title);
  const changes = me !== undefined && me.member.role !== 'member' && may('update');
  const { data } = signOn;
  return (
    <div className={page['page']}>
      <header>
        <SecurityCrumb />
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
      </header>
      {slow && <SkeletonRows rows={5} />}
      {signOn.isError && data === undefined && <ErrorState error={signOn.error} title={words.failed} retry={() => void signOn.refetch()} />}
      {data && (
        <>
          {!changes && <p className={page['hint']}>{words.readOnly}</p>}
          <Domains domains={data.domains} changes={changes} />
          <Connections signOn={data} changes={changes} owner={me?.member.role === 'owner'} tested={tested} />
        </>
      )}
    </div>
  );
}

/** The connection that was just tried, when the browser came back from its provider. */
function testedIn(state: unknown): string | null {
  const { tested } = (typeof state === 'object' && state !== null ? state : {}) as { tested?: unknown };
  return typeof tested === 'string' ? tested : null;
}
