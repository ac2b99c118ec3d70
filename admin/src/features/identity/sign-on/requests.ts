import { api } from '../../../shared/api/client.js';
import type { components } from '../../../shared/api/schema.js';

type Schemas = components['schemas'];

/** What follows from an address’s domain. */
export type Ways = Schemas['WaysDto'];
/** A practice’s own provider, as the door knows it. */
export type Way = Schemas['WayDto'];
/** Where a way through a provider led. */
export type Finished = Schemas['FinishedDto'];

/** An address whose practice has a provider of its own. */
export interface Offered {
  readonly email: string;
  readonly way: Way;
  /** The practice takes nothing else. */
  readonly required: boolean;
}

/** Every request of signing in through a practice’s provider. */
export const signOnRequests = {
  ways: (email: string) => api.post<Ways>('/auth/ways', { email }),
  finish: (code: string) => api.post<Finished>('/auth/sso/finish', { code }),

  /** Leaves for the provider: a whole page, because it leaves Ironbark. */
  async leave(connectionId: string): Promise<void> {
    const { url } = await api.post<Schemas['SentOffDto']>('/auth/sso/start', { connectionId });
    location.assign(url);
  },
};
