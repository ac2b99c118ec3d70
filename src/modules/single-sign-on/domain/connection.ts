import type { Assurance } from '../../../common/database/principal.js';

/** What a provider speaks. */
export const KINDS = ['oidc', 'saml'] as const;
export type ConnectionKind = (typeof KINDS)[number];

/** When the provider's own sign-in counts as a second factor: when it says that it asked for one, always, or never. */
export const TRUSTS = ['claims', 'always', 'never'] as const;
export type Trust = (typeof TRUSTS)[number];

/** How far a connection has come. `announced` and `required` are both on, with a date. */
export const STAGES = ['draft', 'tested', 'on', 'announced', 'required'] as const;
export type Stage = (typeof STAGES)[number];

/** What an OpenID provider needs to be known by. */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  /** Null for a public client, which PKCE alone protects. */
  clientSecret: string | null;
}

/** What a SAML provider needs to be known by. */
export interface SamlSettings {
  entityId: string;
  signOnUrl: string;
  /** Base64 of DER, without its PEM frame: one, or two while they change. */
  certificates: string[];
  /** Where the provider publishes its own metadata; null when it is kept by hand. */
  metadataUrl: string | null;
}

/** A connection as its practice keeps it. */
export interface Connection {
  id: string;
  kind: ConnectionKind;
  name: string;
  state: 'draft' | 'tested' | 'on';
  trust: Trust;
  /** Whether people whom the practice does not know yet become members when they first come. */
  jit: boolean;
  /** The role that they get; null for none, which opens nothing. */
  defaultTemplateId: string | null;
  /** SAML: whether the provider may send people without being asked. */
  idpInitiated: boolean;
  enforcedFrom: Date | null;
  confirmedBy: string | null;
  testedAt: Date | null;
  /** When the last of its certificates ends. */
  certificatesUntil: Date | null;
  refreshedAt: Date | null;
  refreshFailedAt: Date | null;
  remindedAt: Date | null;
  version: number;
  oidc: OidcSettings | null;
  saml: SamlSettings | null;
  test: TestResult | null;
}

/** What a provider said of whoever signed in there, checked. */
export interface Arrival {
  subject: string;
  email: string | null;
  /** Null when the provider does not say. */
  emailVerified: boolean | null;
  name: string | null;
  /** Authentication methods: `amr` and `acr` (RFC 8176), or the AuthnContext of SAML. */
  methods: string[];
  /** The provider's own session, if it names it. */
  sid: string | null;
}

/** Why somebody was not let in, or would not be. */
export const REASONS = [
  'provider_refused',
  'provider_unreachable',
  'response_invalid',
  'no_email',
  'email_not_verified',
  'email_elsewhere',
  'not_a_member',
  'not_active',
  'linked_otherwise',
  'another_practice',
  'owner_confirms',
] as const;
export type Reason = (typeof REASONS)[number];

/** What a test came to: what was read, and what would have been made of it. */
export interface TestResult {
  at: string;
  arrival: Arrival | null;
  assurance: Assurance | null;
  problem: Reason | null;
  /** What the provider or the check of its answer said, for whoever sets it up. */
  hint: string | null;
}

/** The stage of a connection at an instant. */
export function stageOf({ state, enforcedFrom }: Pick<Connection, 'state' | 'enforcedFrom'>, now: Date): Stage {
  if (state !== 'on' || enforcedFrom === null) return state;
  return enforcedFrom > now ? 'announced' : 'required';
}

/** Values that mean by themselves that more than one factor was asked for, or one that is two: `amr` of RFC 8176, `acr` of OpenID EAP, SAML contexts. */
const ENOUGH = new Set([
  'mfa',
  'hwk',
  'sc',
  'phr',
  'phrh',
  'http://schemas.microsoft.com/claims/multipleauthn',
  'https://refeds.org/profile/mfa',
  'urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract',
  'urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorUnregistered',
  'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI',
]);
const KNOWN = new Set(['pwd', 'pin']);
const HELD = new Set(['otp', 'swk']);

/** How well a provider's sign-in counts here. Never as a passkey of ours: we did not see the device. */
export function assuranceBy(trust: Trust, methods: readonly string[]): Assurance {
  if (trust !== 'claims') return trust === 'always' ? 2 : 1;
  const both = methods.some((method) => KNOWN.has(method)) && methods.some((method) => HELD.has(method));
  return both || methods.some((method) => ENOUGH.has(method)) ? 2 : 1;
}
