import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { HistorySection } from '../member/history-section.js';
import { SourcesSection } from '../member/sources-section.js';
import { TeamsSection } from '../member/teams-section.js';
import { modulesOn } from '../model.js';
import { Note } from '../parts/note.js';
import { SwitchMatrix } from '../parts/switch-matrix.js';
import { accessText } from '../text.js';
import { useOwnAccess, useStanding } from '../use-access.js';
import { ownText } from './text.js';
import page from '../parts/page.module.css';
import member from '../member/member.module.css';

/** What the reader may see and do, where it comes from, and what has changed. */
export default function OwnAccessPage() {
  const own = useOwnAccess();
  const standing = useStanding();
  const slow = useSlow(own.isPending);
  useTitle(ownText.title);
  return (
    <div className={page['page']}>
      <header className={page['pageHead']}>
        <div>
          <h1>{ownText.title}</h1>
          <p>{ownText.lead}</p>
        </div>
      </header>
      {slow && <SkeletonRows rows={8} columns={3} />}
      {own.isError && own.data === undefined && <ErrorState title={ownText.failed} error={own.error} retry={() => void own.refetch()} />}
      {own.data !== undefined && standing !== null && (
        <div className={page['two']}>
          <section className={page['section']}>
            {own.data.role === 'owner' && <Note>{ownText.ownerNote}</Note>}
            <h3 className={member['part']}>{ownText.reach}</h3>
            <p>
              <b>{ownText.scope[own.data.scope]}</b>
            </p>
            <p className={page['hint']}>{ownText.scopeMeaning[own.data.scope]}</p>
            <p className={member['walls']}>{accessText.walls}</p>
            <h3 className={member['part']}>{ownText.parts}</h3>
            {modulesOn(own.data.switches).length === 0 && <EmptyState title={ownText.nothing}>{ownText.nothingHint}</EmptyState>}
            <SwitchMatrix switches={own.data.switches} word={standing.word} />
          </section>
          <aside>
            <TeamsSection member={own.data} mayChange={false} />
            <SourcesSection grants={own.data.grants} owner={own.data.role === 'owner'} />
            <HistorySection changes={own.data.changes} word={standing.word} own />
          </aside>
        </div>
      )}
    </div>
  );
}
