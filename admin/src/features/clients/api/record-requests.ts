import { api } from '../../../shared/api/client.js';
import type {
  ClientCard,
  ClientDetail,
  ClientKind,
  ClientValues,
  ConsentKind,
  HistoryEntry,
  IdentifierKind,
  Opening,
  RelationshipKind,
} from '../record/model.js';

/** What POST and PUT take for a sealed identifier. */
export interface IdentifierInput {
  kind: IdentifierKind;
  value: string;
  country?: string | null;
  issuedBy?: string | null;
  expiresOn?: string | null;
  note?: string | null;
}

/** What POST takes for somebody around a client: another client, or a name. */
export interface RelationshipInput {
  kind: RelationshipKind;
  otherClientId?: string;
  otherName?: string;
  note?: string | null;
  since?: string | null;
}

/** What POST takes for a consent. */
export interface ConsentInput {
  kind: ConsentKind;
  givenOn: string;
  method: string;
  note?: string | null;
}

/** What possible duplicates are looked for by. */
export type DuplicateProbe = Pick<ClientValues, 'legalName' | 'dateOfBirth' | 'emails' | 'phones'> & { kind: ClientKind };

const at = (id: string, ...rest: string[]): string =>
  ['/clients', id, ...rest].map((part, index) => (index === 0 ? part : encodeURIComponent(part))).join('/');

/** Every request the record makes. Each throws the server's problem document; every change answers the whole client anew. */
export const recordRequests = {
  read: (id: string, signal?: AbortSignal) => api.get<ClientDetail>(at(id), { signal }),
  create: (values: Partial<ClientValues> & { kind: ClientKind; identifiers: IdentifierInput[] }) =>
    api.post<ClientDetail>('/clients', values),
  change: (id: string, version: number, changes: Partial<ClientValues>) => api.patch<ClientDetail>(at(id), { version, ...changes }),
  archive: (id: string, version: number) => api.post<ClientDetail>(at(id, 'archive'), { version }),
  restore: (id: string, version: number) => api.post<ClientDetail>(at(id, 'restore'), { version }),
  merge: (kept: ClientCard, duplicate: ClientCard) =>
    api.post<ClientDetail>(at(kept.id, 'merge'), { version: kept.version, duplicateId: duplicate.id, duplicateVersion: duplicate.version }),
  search: (text: string, signal?: AbortSignal) =>
    api.post<{ items: ClientCard[] }>('/clients/search', { text, sort: 'relevance', limit: 8 }, { signal }),
  duplicates: (probe: DuplicateProbe, signal?: AbortSignal) => api.post<{ items: ClientCard[] }>('/clients/duplicates', probe, { signal }),
  addIdentifier: (id: string, input: IdentifierInput) => api.post<ClientDetail>(at(id, 'identifiers'), input),
  changeIdentifier: (id: string, identifierId: string, input: IdentifierInput) =>
    api.put<ClientDetail>(at(id, 'identifiers', identifierId), input),
  removeIdentifier: (id: string, identifierId: string) => api.del<ClientDetail>(at(id, 'identifiers', identifierId)),
  reveal: (id: string, identifierId: string, act: 'show' | 'copy') =>
    api.post<{ value: string; written: string }>(at(id, 'identifiers', identifierId, 'reveal'), { act }),
  openings: (id: string, identifierId: string, signal?: AbortSignal) =>
    api.get<{ items: Opening[] }>(at(id, 'identifiers', identifierId, 'openings'), { signal }),
  addRelationship: (id: string, input: RelationshipInput) => api.post<ClientDetail>(at(id, 'relationships'), input),
  removeRelationship: (id: string, relationshipId: string) => api.del<ClientDetail>(at(id, 'relationships', relationshipId)),
  addConsent: (id: string, input: ConsentInput) => api.post<ClientDetail>(at(id, 'consents'), input),
  withdrawConsent: (id: string, consentId: string, input: { withdrawnOn: string; note?: string | null }) =>
    api.post<ClientDetail>(at(id, 'consents', consentId, 'withdraw'), input),
  history: (id: string, cursor: string | null, signal?: AbortSignal) =>
    api.get<{ items: HistoryEntry[]; nextCursor: string | null }>(
      `${at(id, 'history')}${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`,
      { signal },
    ),
};
