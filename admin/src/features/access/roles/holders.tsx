import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { Avatar } from '../../../shared/ui/avatar.js';
import type { MemberLine, Template } from '../requests.js';
import { names } from '../text.js';
import { useAccessMembers, useAccessTeams } from '../use-access.js';
import { rolesText } from './text.js';
import page from '../parts/page.module.css';
import classes from './roles.module.css';

/** Who holds a role, as their own or through teams, and whom a change of it reaches. */
export interface RoleHolders {
  own: MemberLine[];
  through: { member: MemberLine; team: string }[];
  /** In sentences: who follows at once, who keeps what they have. */
  effect: string;
}

/** The holders of a role; nobody, while it is not saved. */
export function useHolders(template: Template | null): RoleHolders {
  const members = useAccessMembers().data;
  const teams = useAccessTeams().data;
  return useMemo(() => {
    const own = (members ?? []).filter(({ id }) => template?.memberIds.includes(id));
    const giving = (teams ?? []).filter(({ id }) => template?.teamIds.includes(id));
    const through = (members ?? []).flatMap((member) => {
      const grant = member.grants.find(({ source, sourceId }) => source === 'team' && giving.some(({ id }) => id === sourceId));
      return grant ? [{ member, team: grant.sourceName ?? '' }] : [];
    });
    const sentences = [
      ...(through.length > 0 ? [rolesText.teamsFollow(through.length, names(giving.map(({ name }) => name)))] : []),
      ...(own.length > 0 ? [rolesText.ownKeep(own.length)] : []),
    ];
    return { own, through, effect: sentences.length > 0 ? sentences.join(' ') : rolesText.nobodyFollows };
  }, [members, teams, template]);
}

interface HoldersProps {
  template: Template;
  holders: RoleHolders;
  mayApply: boolean;
  /** There are changes that are not saved. */
  unsaved: boolean;
  /** Null when the reader may not remove roles. */
  onRemove: (() => void) | null;
}

/** Who holds the role, applying it again, and removing it. */
export function Holders({ template, holders: { own, through }, mayApply, unsaved, onRemove }: HoldersProps) {
  const held = own.length + template.teamIds.length > 0;
  return (
    <aside>
      <section className={page['section']} aria-labelledby="holders">
        <h2 id="holders">{rolesText.holders}</h2>
        {own.length + through.length === 0 ? (
          <p className={page['dim']}>{rolesText.nobodyHolds}</p>
        ) : (
          <ul className={classes['holders']}>
            {own.map((member) => (
              <Holder key={member.id} member={member} how={rolesText.asOwn} />
            ))}
            {through.map(({ member, team }) => (
              <Holder key={`${member.id}-${team}`} member={member} how={rolesText.throughTeam(team)} />
            ))}
          </ul>
        )}
        <div className={classes['acts']}>
          {own.length > 0 && mayApply && (
            <>
              <Button
                component={Link}
                to="/team/apply"
                state={{ memberIds: own.map(({ id }) => id), templateId: template.id }}
                variant="default"
                size="xs"
                {...(unsaved && {
                  'data-disabled': true,
                  'aria-disabled': true,
                  onClick: (event: { preventDefault: () => void }) => event.preventDefault(),
                })}
              >
                {rolesText.applyAgain(own.length)}
              </Button>
              <p className={page['hint']}>{unsaved ? rolesText.unsavedApply : rolesText.applyHint}</p>
            </>
          )}
          {onRemove !== null &&
            (held ? (
              <p className={page['hint']}>{rolesText.removeHeld(own.length, template.teamIds.length)}</p>
            ) : (
              <Button variant="outline" color="red" size="xs" onClick={onRemove}>
                {rolesText.remove}
              </Button>
            ))}
        </div>
      </section>
    </aside>
  );
}

function Holder({ member: { id, displayName }, how }: { member: MemberLine; how: string }) {
  return (
    <li>
      <Avatar id={id} name={displayName} />
      <span>
        <Link to={`/team/members/${id}`}>{displayName}</Link>
        <small>{how}</small>
      </span>
    </li>
  );
}
