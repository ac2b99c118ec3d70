import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMembers } from '../../../shared/api/query.js';
import type { Me } from '../../../shared/api/types.js';
import { PersonChip } from '../../../shared/ui/person-chip.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import type { ModuleName } from '../model.js';
import { accessText, moduleWord } from '../text.js';
import { offText } from './text.js';
import page from '../parts/page.module.css';
import classes from './off.module.css';

/** What stands at the address of a part that is off for the reader: that it is off, and who can change it. */
export default function ModuleOffPage({ module, me }: { module: ModuleName; me: Me }) {
  const part = moduleWord(module, me.organisation.words.matters);
  const deciders = (useMembers().data ?? []).filter(({ active, role }) => active && role !== 'member');
  useTitle(offText.title(part));
  return (
    <div className={page['page']}>
      <div className={classes['off']}>
        <IconLock size={26} stroke={1.5} aria-hidden />
        <h1>{offText.title(part)}</h1>
        <p>{module === 'team_management' ? offText.administrators : offText.text(part, me.organisation.name)}</p>
        <h2>{offText.who}</h2>
        {deciders.length === 0 ? (
          <p>{offText.nobody}</p>
        ) : (
          <ul>
            {deciders.map(({ id, displayName, role }) => (
              <li key={id}>
                <PersonChip id={id} name={displayName} /> <span>{accessText.role[role]}</span>
              </li>
            ))}
          </ul>
        )}
        <Button component={Link} to="/your-access" variant="default">
          {offText.own}
        </Button>
      </div>
    </div>
  );
}
