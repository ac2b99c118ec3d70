import { api } from '../../../shared/api/client.js';
import type { components } from '../../../shared/api/schema.js';
import type { Redeemed } from '../../../shared/api/types.js';

type Schemas = components['schemas'];

/** What stands between the mailbox and the session. */
export type Step = Schemas['StepDto'];
/** A way to prove that it is you. */
export type Proof = Step['methods'][number];
/** What can be added to an account. */
export type FactorKind = Step['mayAdd'][number];
/** A proof as it is given. */
export type GivenProof = Schemas['ProofBody'];
/** A factor as its owner shows that it works. */
export type GivenFactor = Schemas['FactorBody'];
/** A secret for an authenticator app. */
export type TotpOffer = Schemas['TotpOfferDto'];
/** A factor was added; recovery codes come with the first. */
export type FactorAdded = Schemas['FactorAddedDto'];
/** A factor of one's own. */
export type Factor = Schemas['FactorDto'];
/** One's own factors. */
export type OwnFactors = Schemas['OwnFactorsDto'];
/** What would prove that it is you, and whether that is needed. */
export type StepUpState = Schemas['StepUpDto'];

interface Options {
  options: object;
}

const optionsOf = async (path: string): Promise<object> => (await api.post<Options>(path)).options;

/** What adding a factor asks of the service, at the door as inside. */
export interface Enrolment {
  /** Names the place for the cache. */
  readonly at: string;
  passkeyOptions(): Promise<object>;
  offerTotp(): Promise<TotpOffer>;
  add(factor: GivenFactor): Promise<FactorAdded>;
}

/** The step of a sign-in after the mailbox, and in by passkey alone. */
export const stepRequests = {
  state: (signal?: AbortSignal) => api.get<Step>('/auth/step', { signal }),
  passkeyOptions: () => optionsOf('/auth/step/passkey-options'),
  confirm: (proof: GivenProof) => api.post<Redeemed>('/auth/step/confirm', proof),
  anyPasskeyOptions: () => optionsOf('/auth/passkey/options'),
  passkey: (response: object) => api.post<Redeemed>('/auth/passkey', { response }),
};

/** The first factor, at the door. */
export const firstFactor: Enrolment = {
  at: 'door',
  passkeyOptions: () => optionsOf('/auth/step/new-passkey-options'),
  offerTotp: () => api.post<TotpOffer>('/auth/step/totp'),
  add: (factor) => api.post<FactorAdded>('/auth/step/enrol', factor),
};

/** One more factor, from inside. */
export const anotherFactor: Enrolment = {
  at: 'inside',
  passkeyOptions: () => optionsOf('/me/factors/passkey-options'),
  offerTotp: () => api.post<TotpOffer>('/me/factors/totp'),
  add: (factor) => api.post<FactorAdded>('/me/factors', factor),
};

/** One's own factors, and a fresh proof. */
export const ownFactorRequests = {
  list: (signal?: AbortSignal) => api.get<OwnFactors>('/me/factors', { signal }),
  remove: (id: string) => api.del<void>(`/me/factors/${id}`),
  recoveryCodes: async () => (await api.post<{ recoveryCodes: string[] }>('/me/factors/recovery-codes')).recoveryCodes,
  stepUp: (signal?: AbortSignal) => api.get<StepUpState>('/me/step-up', { signal }),
  begin: () => optionsOf('/me/step-up/begin'),
  prove: (proof: GivenProof) => api.post<void>('/me/step-up', proof),
};
