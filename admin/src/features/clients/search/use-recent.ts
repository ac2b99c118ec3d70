import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { useLocation } from 'react-router';
import type { ClientCard, ClientDetail } from '../record/model.js';
import { recordKeys } from '../record/use-record.js';
import { recentClients } from './recent.js';

const RECORD = /^\/clients\/([0-9a-f]{8}-[0-9a-f-]{27})(?:\/|$)/;

/** Clients whose page was opened in this tab, latest first; another session begins with none. */
export function useRecentClients(session: string | undefined): readonly ClientCard[] {
  const cache = useQueryClient();
  const { pathname } = useLocation();
  const id = RECORD.exec(pathname)?.[1];
  useEffect(() => {
    if (session !== undefined) recentClients.belongTo(session);
  }, [session]);
  useEffect(() => {
    if (id === undefined) return;
    const look = (): void => {
      const client = cache.getQueryData<ClientDetail>(recordKeys.client(id));
      if (client) recentClients.remember(cardOf(client));
    };
    look();
    return cache.getQueryCache().subscribe(({ type, query }) => {
      const [kind, which, ...more] = query.queryKey as readonly unknown[];
      if (type === 'updated' && kind === 'client' && which === id && more.length === 0) look();
    });
  }, [cache, id]);
  return useSyncExternalStore(recentClients.subscribe, recentClients.all);
}

/** What a line of the search shows; nothing else of the record is kept. */
function cardOf(client: ClientDetail): ClientCard {
  const {
    id,
    fileNumber,
    kind,
    displayName,
    legalName,
    preferredName,
    formerNames,
    dateOfBirth,
    status,
    teamId,
    practitionerId,
    lastActivityAt,
    version,
  } = client;
  return {
    id,
    fileNumber,
    kind,
    displayName,
    legalName,
    preferredName,
    formerNames,
    dateOfBirth,
    status,
    teamId,
    practitionerId,
    lastActivityAt,
    version,
  };
}
