import { Button } from '@mantine/core';
import { useId } from 'react';
import { Link } from 'react-router';
import { Avatar } from '../../../shared/ui/avatar.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { modulesOn } from '../model.js';
import type { MemberLine, Template } from '../requests.js';
import { accessText, names } from '../text.js';
import type { Standing } from '../use-access.js';
import { applyText } from './text.js';
import classes from './apply.module.css';
import page from '../parts/page.module.css';
import parts from '../parts/parts.module.css';

interface RoleOptionsProps {
  templates: readonly Template[];
  standing: Standing;
  value: string | null;
  onChange: (id: string) => void;
}

/** The roles of the practice, one of which is chosen. */
export function RoleOptions({ templates, standing, value, onChange }: RoleOptionsProps) {
  const name = useId();
  if (templates.length === 0)
    return (
      <EmptyState
        title={applyText.noRoles}
        action={
          <Button component={Link} to="/team/roles/new" variant="default" size="xs">
            {applyText.newRole}
          </Button>
        }
      >
        {applyText.noRolesHint}
      </EmptyState>
    );
  return (
    <fieldset className={parts['options']}>
      <legend>{applyText.role}</legend>
      {templates.map(({ id, name: role, scope, switches }) => (
        <label key={id} className={parts['option']}>
          <input type="radio" name={name} value={id} checked={value === id} onChange={() => onChange(id)} />
          <span>
            <b>{role}</b>
            <small>
              {accessText.scope[scope]}
              {modulesOn(switches).length > 0 && `; ${names(modulesOn(switches).map(standing.word), 3)}`}
            </small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Whom the role is for, each with what they hold as their own now. */
export function ChosenMembers({ members }: { members: readonly MemberLine[] }) {
  return (
    <section>
      <header className={classes['membersHead']}>
        <h3>{applyText.members}</h3>
        <Link to="/team" className={page['link']}>
          {applyText.change}
        </Link>
      </header>
      <ul className={classes['picks']}>
        {members.map(({ id, displayName, title, role, grants }) => {
          const base = grants.find(({ source }) => source === 'template' || source === 'manual');
          return (
            <li key={id}>
              <Avatar id={id} name={displayName} size={32} />
              <span>
                <b>{displayName}</b>
                <small>{title}</small>
              </span>
              <span className={page['tag']}>
                {role === 'owner'
                  ? accessText.role.owner
                  : base === undefined
                    ? applyText.nothingYet
                    : (base.sourceName ?? applyText.ownRules)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
