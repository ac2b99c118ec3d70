import { generateServiceProviderMetadata, SAML, ValidateInResponseTo, type CacheProvider } from '@node-saml/node-saml';
import type { Clock } from '../../../common/clock/clock.js';
import type { Outbound } from '../../../common/http/outbound.js';
import type { Arrival, Connection, SamlSettings } from '../domain/connection.js';
import { ProviderFailed } from '../domain/single-sign-on.errors.js';
import type { SignOnAddresses } from './addresses.js';
import { validAt } from './certificates.js';
import { assertEnvelope, assertPlainShape, readSigned, type Expected } from './saml-response.js';
import { XmlRefused } from './xml.js';

const SKEW_MS = 30_000;
/** Oldest assertion that is taken, in milliseconds, whatever it says of itself. */
const OLDEST_MS = 10 * 60_000;
const FORMAT = 'urn:oasis:names:tc:SAML:';
const TRANSIENT = `${FORMAT}2.0:nameid-format:transient`;
const EMAIL_FORMAT = `${FORMAT}1.1:nameid-format:emailAddress`;
const EMAIL = [
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
  'urn:oid:0.9.2342.19200300.100.1.3',
  'email',
  'mail',
  'emailAddress',
];
const NAME = ['http://schemas.microsoft.com/identity/claims/displayname', 'urn:oid:2.16.840.1.113730.3.1.241', 'displayName', 'name', 'cn'];
const METHODS = 'http://schemas.microsoft.com/claims/authnmethodsreferences';

/** The id of our request, which is its state as an XML id (NCName). */
export function requestIdOf(state: string): string {
  return `_${state}`;
}

/** The state behind the id of a request of ours. */
export function stateOf(requestId: string): string {
  return requestId.slice(1);
}

/** What a SAML provider said, and the assertion by which it did: it counts once. */
export interface SamlArrival {
  arrival: Arrival;
  assertionId: string;
  notOnOrAfter: Date;
}

/**
 * SAML 2.0 as we use it: our request by redirect, the provider's answer by form, its assertion signed, in answer to the
 * request that we kept. The library verifies the signature; before it, every unusual shape is refused, and after it,
 * what it does not look at is read from the signed XML alone.
 */
export class SamlClient {
  constructor(
    private readonly addresses: SignOnAddresses,
    private readonly outbound: Outbound,
    private readonly clock: Clock,
  ) {}

  /** Where to send somebody to sign in. @throws ProviderFailed, AddressRefused */
  async authorisationUrl(connection: Connection, requestId: string): Promise<string> {
    const { signOnUrl } = settingsOf(connection);
    this.outbound.address(signOnUrl);
    return this.libraryFor(connection, requestId).getAuthorizeUrlAsync('', undefined, {});
  }

  /** What the provider says of whoever came back. @throws ProviderFailed when its answer does not hold */
  async arrival(connection: Connection, xml: string, requestId: string): Promise<SamlArrival> {
    const expected: Expected = {
      requestId,
      recipient: this.addresses.assertionConsumer(connection.id),
      audience: this.addresses.metadata(connection.id),
      issuer: settingsOf(connection).entityId,
    };
    try {
      assertPlainShape(xml);
      assertEnvelope(xml, expected);
      const { profile } = await this.libraryFor(connection, requestId).validatePostResponseAsync({
        SAMLResponse: Buffer.from(xml).toString('base64'),
      });
      if (!profile?.getAssertionXml || profile.inResponseTo !== requestId) throw new XmlRefused('no assertion in answer to our request');
      const signed = readSigned(profile.getAssertionXml(), expected);
      if (signed.id === '') throw new XmlRefused('an assertion without an id');
      const attributes = (profile['attributes'] ?? {}) as Record<string, unknown>;
      return {
        arrival: arrivalOf(profile, attributes, signed.contexts, signed.sessionIndex),
        assertionId: signed.id,
        notOnOrAfter: signed.notOnOrAfter,
      };
    } catch (error) {
      if (error instanceof ProviderFailed) throw error;
      const { message } = (error ?? {}) as { message?: unknown };
      throw new ProviderFailed('response_invalid', typeof message === 'string' ? message.slice(0, 300) : null);
    }
  }

  /** Our own metadata for one connection, to hand to a provider. */
  metadata(connectionId: string): string {
    return generateServiceProviderMetadata({
      issuer: this.addresses.metadata(connectionId),
      callbackUrl: this.addresses.assertionConsumer(connectionId),
      identifierFormat: null,
      wantAssertionsSigned: true,
      generateUniqueId: () => `_${connectionId}`,
    });
  }

  private libraryFor(connection: Connection, requestId: string): SAML {
    const { signOnUrl, certificates } = settingsOf(connection);
    const valid = validAt(certificates, this.clock.now());
    if (valid.length === 0) throw new ProviderFailed('response_invalid', 'every certificate of the provider has ended');
    return new SAML({
      entryPoint: signOnUrl,
      issuer: this.addresses.metadata(connection.id),
      audience: this.addresses.metadata(connection.id),
      callbackUrl: this.addresses.assertionConsumer(connection.id),
      idpCert: valid,
      idpIssuer: settingsOf(connection).entityId,
      wantAssertionsSigned: true,
      // Many providers sign the assertion alone; everything we read is in it.
      wantAuthnResponseSigned: false,
      validateInResponseTo: ValidateInResponseTo.always,
      cacheProvider: onlyRequest(requestId, this.clock.now()),
      requestIdExpirationPeriodMs: OLDEST_MS,
      generateUniqueId: () => requestId,
      acceptedClockSkewMs: SKEW_MS,
      maxAssertionAgeMs: OLDEST_MS,
      identifierFormat: null,
      disableRequestedAuthnContext: true,
      signatureAlgorithm: 'sha256',
      digestAlgorithm: 'sha256',
    });
  }
}

/** The library's memory of what it asked: the one request that we kept and have just taken. */
function onlyRequest(requestId: string, now: Date): CacheProvider {
  return {
    saveAsync: async () => null,
    getAsync: async (key) => (key === requestId ? now.toISOString() : null),
    removeAsync: async () => null,
  };
}

function arrivalOf(
  { nameID, nameIDFormat }: { nameID?: string; nameIDFormat?: string },
  attributes: Record<string, unknown>,
  contexts: string[],
  sessionIndex: string | null,
): Arrival {
  if (typeof nameID !== 'string' || nameID === '' || nameID.length > 1000)
    throw new ProviderFailed('response_invalid', 'no subject (NameID)');
  if (nameIDFormat === TRANSIENT)
    throw new ProviderFailed('response_invalid', 'a transient NameID names nobody the next time: use a persistent one');
  const told = first(attributes, EMAIL);
  return {
    subject: nameID,
    email: told ?? (nameIDFormat === EMAIL_FORMAT ? nameID : null),
    emailVerified: null,
    name: first(attributes, NAME),
    methods: [...contexts, ...[attributes[METHODS]].flat().filter((one): one is string => typeof one === 'string')].slice(0, 20),
    sid: sessionIndex,
  };
}

/** The first of some attributes that has exactly one value: which of two is meant, nobody knows. */
function first(attributes: Record<string, unknown>, names: readonly string[]): string | null {
  for (const name of names) {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (typeof value === 'string' && value.trim() !== '' && value.length <= 1000) return value.trim();
  }
  return null;
}

function settingsOf({ saml }: Connection): SamlSettings {
  if (!saml) throw new TypeError('This connection speaks another protocol.');
  return saml;
}
