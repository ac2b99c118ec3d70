import { IconHandFinger, IconId, IconServer, IconUsersGroup } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { modulesOn } from '../model.js';
import type { Grant, Source } from '../requests.js';
import { accessText } from '../text.js';
import { memberText } from './text.js';
import page from '../parts/page.module.css';
import classes from './member.module.css';

const ICONS: Record<Source, ComponentType<{ size?: number; stroke?: number }>> = {
  manual: IconHandFinger,
  template: IconId,
  team: IconUsersGroup,
  directory: IconServer,
};

/** Where a member's access comes from, grant by grant. */
export function SourcesSection({ grants, owner }: { grants: readonly Grant[]; owner: boolean }) {
  if (owner) return null;
  return (
    <section className={page['section']} aria-labelledby="sources">
      <h2 id="sources">{memberText.sources}</h2>
      {grants.length === 0 ? (
        <p className={page['dim']}>{memberText.noSource}</p>
      ) : (
        <ul className={classes['sources']}>
          {grants.map(({ id, source, sourceName, scope, switches }) => {
            const Icon = ICONS[source];
            return (
              <li key={id}>
                <Icon size={17} stroke={1.5} />
                <span>
                  <b>{sourceName ?? accessText.source[source]}</b>
                  <small>{memberText.source[source]}</small>
                  <small>
                    {accessText.scope[scope]}, {accessText.marks(modulesOn(switches).length)}
                  </small>
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {grants.length > 1 && <p className={page['hint']}>{memberText.sourcesHint}</p>}
    </section>
  );
}
