import { useMemo } from 'react';
import { useMe, useMembers, useTeams } from '../../../shared/api/query.js';
import { dateIn } from '../../../shared/text/dates.js';
import { listText } from './text.js';

/** Somebody or something a client can belong to. */
export interface Choice {
  id: string;
  name: string;
}

/** Teams and people by name, and where and when the practice is. */
export interface Places {
  members: readonly Choice[];
  teams: readonly Choice[];
  memberName: (id: string) => string;
  teamName: (id: string) => string;
  timeZone: string;
  today: string;
  /** Whether the person may see every client of the practice. */
  seesAll: boolean;
}

/** What the list needs to know of the practice; names follow when they have come. */
export function usePlaces(): Places {
  const me = useMe().data;
  const members = useMembers().data;
  const teams = useTeams().data;
  return useMemo(() => {
    const timeZone = me?.organisation.timeZone ?? 'Australia/Sydney';
    return {
      members: (members ?? []).filter(({ active }) => active).map(({ id, displayName }) => ({ id, name: displayName })),
      teams: (teams ?? []).map(({ id, name }) => ({ id, name })),
      memberName: (id) => members?.find((member) => member.id === id)?.displayName ?? (members ? listText.someone : ''),
      teamName: (id) => teams?.find((team) => team.id === id)?.name ?? (teams ? listText.unknownTeam : ''),
      timeZone,
      today: dateIn(new Date(), timeZone),
      seesAll: me === undefined || me.member.scope === 'all',
    };
  }, [me, members, teams]);
}
