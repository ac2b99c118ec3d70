import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { keys, useMe } from '../../shared/api/query.js';
import { eachModule } from './model.js';
import type { Access, Act, ModuleName, Role } from './model.js';
import { accessRequests } from './requests.js';
import { moduleWord } from './text.js';

/** Where the answers of the Team screens are kept; whatever changes access asks for `['access']` again. */
export const accessKeys = {
  all: ['access'] as const,
  members: ['access', 'members'] as const,
  member: (id: string) => ['access', 'member', id] as const,
  own: ['access', 'own'] as const,
  templates: ['access', 'templates'] as const,
  teams: ['access', 'teams'] as const,
};

export const useAccessMembers = () => useQuery({ queryKey: accessKeys.members, queryFn: ({ signal }) => accessRequests.members(signal) });
export const useAccessMember = (id: string) =>
  useQuery({ queryKey: accessKeys.member(id), queryFn: ({ signal }) => accessRequests.member(id, signal), staleTime: 5_000 });
export const useOwnAccess = () => useQuery({ queryKey: accessKeys.own, queryFn: ({ signal }) => accessRequests.own(signal), staleTime: 0 });
export const useTemplates = () => useQuery({ queryKey: accessKeys.templates, queryFn: ({ signal }) => accessRequests.templates(signal) });
export const useAccessTeams = () => useQuery({ queryKey: accessKeys.teams, queryFn: ({ signal }) => accessRequests.teams(signal) });

/** What the reader holds and so may give, and which words their practice uses. */
export interface Standing extends Access {
  memberId: string;
  role: Role;
  timeZone: string;
  /** Whether they may do this to members, roles and teams. */
  may: (act: Act) => boolean;
  word: (module: ModuleName) => string;
}

/** The reader's own standing; null until it is known. */
export function useStanding(): Standing | null {
  const me = useMe().data;
  return useMemo(() => {
    if (me === undefined) return null;
    const { id, role, scope, modules, switches } = me.member;
    const held: Record<Act, readonly string[]> = { read: modules, ...switches };
    return {
      memberId: id,
      role,
      scope,
      switches: eachModule((module) => ({
        read: held.read.includes(module),
        create: held.create.includes(module),
        update: held.update.includes(module),
        delete: held.delete.includes(module),
      })),
      timeZone: me.organisation.timeZone,
      may: (act) => (act === 'read' || role !== 'member') && held[act].includes('team_management'),
      word: (module) => moduleWord(module, me.organisation.words.matters),
    };
  }, [me]);
}

/** Reads everything about access again: one's own as well, since it may be what has changed. */
export function useFreshAccess(): () => void {
  const cache = useQueryClient();
  return useCallback(() => {
    void cache.invalidateQueries({ queryKey: accessKeys.all });
    for (const queryKey of [keys.me, keys.members, keys.teams]) void cache.invalidateQueries({ queryKey });
  }, [cache]);
}
