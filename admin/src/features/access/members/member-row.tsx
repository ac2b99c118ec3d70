import { Checkbox } from '@mantine/core';
import type { MouseEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import { ago, dayTime } from '../../../shared/text/dates.js';
import { Avatar } from '../../../shared/ui/avatar.js';
import { MemberStatus } from '../parts/member-status.js';
import { ModuleMarks } from '../parts/module-marks.js';
import type { MemberLine } from '../requests.js';
import { accessText } from '../text.js';
import type { Standing } from '../use-access.js';
import { listText } from './text.js';
import classes from './table.module.css';

interface MemberRowProps {
  member: MemberLine;
  standing: Standing;
  selected: boolean;
  /** Null when nothing can be done with a selection. */
  onSelect: ((id: string, range: boolean) => void) | null;
}

/** One member: a line of the table, four lines on a phone. */
export function MemberRow({ member, standing, selected, onSelect }: MemberRowProps) {
  const navigate = useNavigate();
  const { id, displayName, title, kind, role, scope, switches, teams, lastSeenAt } = member;
  const to = `/team/members/${id}`;
  const open = (event: MouseEvent<HTMLElement>): void => {
    const own = event.target instanceof Element && event.target.closest('a, button, input, label') !== null;
    if (!own && !event.defaultPrevented && (window.getSelection()?.isCollapsed ?? true)) void navigate(to);
  };
  return (
    <tr data-id={id} aria-selected={selected} onClick={open}>
      <td className={classes['cCheck']}>
        {onSelect && (
          <label className={classes['checkTarget']}>
            <Checkbox
              aria-label={listText.choose(displayName)}
              checked={selected}
              onChange={(event) => onSelect(id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
              tabIndex={-1}
            />
          </label>
        )}
      </td>
      <th scope="row" className={classes['cName']}>
        <span>
          <Avatar id={id} name={displayName} size={32} />
          <span>
            <Link to={to} data-row-link>
              {displayName}
            </Link>{' '}
            {id === standing.memberId && <span className={classes['also']}>{listText.you}</span>}
            <small>{kind === 'service' ? listText.service : title}</small>
          </span>
        </span>
      </th>
      <td className={classes['role']}>{accessText.role[role]}</td>
      <td className={classes['scope']}>{accessText.scope[scope]}</td>
      <td className={classes['modules']}>
        <ModuleMarks switches={switches} word={standing.word} />
      </td>
      <td className={classes['teams']} title={teams.map(({ name }) => name).join(', ')}>
        {teams.length === 0 ? <span className={classes['also']}>{listText.noTeam}</span> : teams[0]?.name}
        {teams.length > 1 && <span className={classes['also']}> {listText.moreTeams(teams.length - 1)}</span>}
      </td>
      <td className={classes['state']}>
        <MemberStatus state={member.state} />
      </td>
      <td className={classes['seen']} title={lastSeenAt === null ? undefined : dayTime(lastSeenAt)}>
        {lastSeenAt === null ? listText.neverSeen : ago(lastSeenAt)}
      </td>
    </tr>
  );
}
