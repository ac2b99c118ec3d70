import { api } from '../../shared/api/client.js';
import type { components } from '../../shared/api/schema.js';

type Schemas = components['schemas'];

/** A shared document, as somebody outside sees it. */
export type SharedDocument = Schemas['SharedDocumentDto'];
/** A request for documents, as the client sees it. */
export type AskedFor = Schemas['AskedForDto'];
/** One thing that is asked for. */
export type AskedItem = Schemas['AskedItemDto'];
/** That a code was sent. */
export type Knocked = Schemas['KnockedDto'];

/** What somebody without an account asks of the service. */
export const outsideRequests = {
  knock: (token: string): Promise<Knocked> => api.post<Knocked>('/outside/knock', { token }),
  enter: (token: string, code: string): Promise<Schemas['EnteredDto']> => api.post('/outside/code', { token, code }),
  share: (): Promise<SharedDocument> => api.get<SharedDocument>('/outside/share'),
  request: (): Promise<AskedFor> => api.get<AskedFor>('/outside/request'),
  send: (): Promise<void> => api.post('/outside/request/send'),
  leave: (): Promise<void> => api.post('/outside/leave'),
};
