import { useCallback } from 'react';
import { useMe } from './query.js';

/**
 * Whether the reader's switches let them create, update or delete in a module, for hiding what would be refused; yes while
 * that is not known. Looking at somebody's world, nothing may be changed.
 */
export function useMay(module: string): (act: 'create' | 'update' | 'delete') => boolean {
  const me = useMe().data;
  return useCallback((act) => me === undefined || me.member.switches[act].includes(module), [me, module]);
}
