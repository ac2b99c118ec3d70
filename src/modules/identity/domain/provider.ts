/** A provider that people may link to their account (promise I-33). */
export type Provider = 'google' | 'apple';

/** Providers by name, as sentences call them. */
export const PROVIDERS: Readonly<Record<Provider, { name: string; account: string }>> = {
  google: { name: 'Google', account: 'A Google account' },
  apple: { name: 'Apple', account: 'An Apple Account' },
};

/** Every provider, in the order in which they are offered. */
export const PROVIDER_NAMES = ['google', 'apple'] as const satisfies readonly Provider[];

/** What a way through a provider is for. */
export type FlowPurpose = 'sign_in' | 'link';

/** How long a way through a provider may take, in milliseconds. */
export const FLOW_LIFE_MS = 10 * 60_000;

/** Somebody as a provider knows them. The address is what the provider says and opens nothing. */
export interface ProviderIdentity {
  provider: Provider;
  /** The provider's own name for the person; never changes (OpenID Connect Core, 2: sub). */
  subject: string;
  email: string | null;
}
