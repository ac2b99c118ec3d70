import { useMemo } from 'react';
import { useMe, useMembers, useTeams } from '../../../shared/api/query.js';
import { dateIn } from '../../../shared/text/dates.js';
import type { Assignees } from './edit/field-props.js';
import type { ViewContext } from './value-view.js';

/** What the record needs to know of the practice and of who is signed in. */
export interface Practice extends ViewContext {
  memberId: string;
  /** The first team of the member, for somebody new. */
  teamId: string | null;
  timeZone: string;
  assignees: Assignees;
}

/** The practice as the record needs it; `null` until it is known. */
export function usePractice(): Practice | null {
  const me = useMe().data;
  const members = useMembers().data;
  const teams = useTeams().data;
  return useMemo(() => {
    if (me === undefined) return null;
    const people = members ?? [];
    const groups = teams ?? [];
    return {
      memberId: me.member.id,
      teamId: me.member.teamIds[0] ?? null,
      timeZone: me.organisation.timeZone,
      today: dateIn(new Date(), me.organisation.timeZone),
      memberName: (id: string) => people.find((member) => member.id === id)?.displayName ?? '',
      teamName: (id: string) => groups.find((team) => team.id === id)?.name ?? '',
      assignees: {
        members: people.filter((member) => member.active).map((member) => ({ value: member.id, label: member.displayName })),
        teams: groups.map((team) => ({ value: team.id, label: team.name })),
      },
    };
  }, [me, members, teams]);
}
