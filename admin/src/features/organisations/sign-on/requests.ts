import { useQuery } from '@tanstack/react-query';
import { api } from '../../../shared/api/client.js';
import type { components } from '../../../shared/api/schema.js';

type Schemas = components['schemas'];

/** How the practice's people sign in through its own provider. */
export type SignOn = Schemas['SingleSignOnDto'];
/** A mail domain that the practice claims. */
export type Domain = Schemas['DomainDto'];
/** What the DNS said of it just now. */
export type CheckedDomain = Schemas['CheckedDomainDto'];
/** A connection to a provider. */
export type Connection = Schemas['ConnectionDto'];
/** What an administrator says of a connection. */
export type ConnectionFields = Schemas['ConnectionBody'];
/** What a provider says of itself. */
export type Metadata = Schemas['MetadataDto'];
/** What requiring a connection would come to. */
export type Consequences = Schemas['ConsequencesDto'];
/** How far a connection has come. */
export type Stage = Connection['stage'];
/** What a provider speaks. */
export type Kind = Connection['kind'];

/** Where everything about single sign-on is kept. */
export const signOnKey = ['organisation', 'single-sign-on'] as const;
/** Where the consequences of requiring one are kept. */
export const consequencesKey = (id: string) => [...signOnKey, 'consequences', id] as const;

/** Domains and connections as they stand. */
export const useSignOn = () =>
  useQuery({ queryKey: signOnKey, queryFn: ({ signal }) => api.get<SignOn>('/single-sign-on', { signal }), staleTime: 0 });

/** What requiring a connection would come to, asked anew whenever it is looked at. */
export const useConsequences = (id: string) =>
  useQuery({
    queryKey: consequencesKey(id),
    queryFn: ({ signal }) => api.get<Consequences>(`${connection(id)}/consequences`, { signal }),
    staleTime: 0,
    gcTime: 0,
  });

const connection = (id: string) => `/single-sign-on/connections/${id}`;

/** Every request about single sign-on that changes or asks something. */
export const signOnRequests = {
  claim: (domain: string) => api.post<Domain>('/single-sign-on/domains', { domain }),
  check: (id: string) => api.post<CheckedDomain>(`/single-sign-on/domains/${id}/check`),
  release: (id: string) => api.del<void>(`/single-sign-on/domains/${id}`),

  create: (kind: Kind, name: string) =>
    api.post<Connection>('/single-sign-on/connections', { kind, name, trust: 'claims', jit: false, defaultTemplateId: null }),
  save: (id: string, fields: ConnectionFields) => api.put<Connection>(connection(id), fields),
  remove: (id: string) => api.del<void>(connection(id)),
  metadata: (from: { url: string } | { xml: string }) => api.post<Metadata>('/single-sign-on/saml-metadata', from),

  /** Leaves for the provider to try it; nobody is signed in by that. */
  async test(id: string): Promise<void> {
    const { url } = await api.post<Schemas['SentOffDto']>(`${connection(id)}/test`);
    location.assign(url);
  },

  turnOn: (id: string) => api.post<void>(`${connection(id)}/on`),
  turnOff: (id: string) => api.post<void>(`${connection(id)}/off`),
  confirm: (id: string) => api.post<void>(`${connection(id)}/confirm`),
  require: (id: string, from: string | null) => api.post<Schemas['RequiredDto']>(`${connection(id)}/require`, { from }),
  free: (id: string) => api.post<void>(`${connection(id)}/free`),
  unlink: (memberId: string) => api.post<void>(`/single-sign-on/members/${memberId}/unlink`),
};
