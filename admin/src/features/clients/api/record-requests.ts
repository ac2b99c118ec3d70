import { send } from './send.js';
import type {
  ClientCard, ClientDetail, ClientKind, ClientValues, Consent, ConsentKind, HistoryEntry, Identifier, IdentifierKind, Opening, Relationship, RelationshipKind,
} from '../record/model.js';

/** What POST and PUT take for a sealed identifier. Without a value, PUT keeps the sealed one. */
export interface IdentifierInput {
  kind: IdentifierKind;
  value?: string;
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
export type DuplicateProbe = Pick<ClientValues, 'legalName' | 'dateOfBirth' | 'emails' | 'phones'>;

const at = (id: string, ...rest: string[]): string => ['/clients', id, ...rest].map((part, index) => (index === 0 ? part : encodeURIComponent(part))).join('/');

/** Every request the record makes. Each throws the server's problem document. */
export const recordRequests = {
  read: (id: string, signal?: AbortSignal) => send<ClientDetail>('GET', at(id), { signal }),
  create: (values: Partial<ClientValues> & { kind: ClientKind }) => send<ClientDetail>('POST', '/clients', { body: values }),
  change: (id: string, version: number, changes: Partial<ClientValues>) => send<ClientDetail>('PATCH', at(id), { body: { version, ...changes } }),
  archive: (id: string, version: number) => send<ClientDetail>('POST', at(id, 'archive'), { body: { version } }),
  restore: (id: string, version: number) => send<ClientDetail>('POST', at(id, 'restore'), { body: { version } }),
  merge: (kept: ClientCard, duplicate: ClientCard) =>
    send<ClientDetail>('POST', at(kept.id, 'merge'), { body: { version: kept.version, duplicateId: duplicate.id, duplicateVersion: duplicate.version } }),
  search: (text: string, signal?: AbortSignal) =>
    send<{ items: ClientCard[] }>('POST', '/clients/search', { body: { text, sort: 'relevance', limit: 8 }, signal }),
  duplicates: (probe: DuplicateProbe, signal?: AbortSignal) => send<{ items: ClientCard[] }>('POST', '/clients/duplicates', { body: probe, signal }),
  addIdentifier: (id: string, input: IdentifierInput) => send<Identifier>('POST', at(id, 'identifiers'), { body: input }),
  changeIdentifier: (id: string, identifierId: string, input: IdentifierInput) => send<Identifier>('PUT', at(id, 'identifiers', identifierId), { body: input }),
  removeIdentifier: (id: string, identifierId: string) => send<undefined>('DELETE', at(id, 'identifiers', identifierId)),
  reveal: (id: string, identifierId: string, act: 'show' | 'copy') => send<{ value: string }>('POST', at(id, 'identifiers', identifierId, 'reveal'), { body: { act } }),
  openings: (id: string, identifierId: string, signal?: AbortSignal) => send<{ items: Opening[] }>('GET', at(id, 'identifiers', identifierId, 'openings'), { signal }),
  addRelationship: (id: string, input: RelationshipInput) => send<Relationship>('POST', at(id, 'relationships'), { body: input }),
  removeRelationship: (id: string, relationshipId: string) => send<undefined>('DELETE', at(id, 'relationships', relationshipId)),
  addConsent: (id: string, input: ConsentInput) => send<Consent>('POST', at(id, 'consents'), { body: input }),
  withdrawConsent: (id: string, consentId: string, input: { withdrawnOn: string; note?: string | null }) =>
    send<Consent>('POST', at(id, 'consents', consentId, 'withdraw'), { body: input }),
  history: (id: string, cursor: string | null, signal?: AbortSignal) =>
    send<{ items: HistoryEntry[]; nextCursor: string | null }>('GET', `${at(id, 'history')}${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`, { signal }),
};
