import { randomBytes } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { SignedXml } from 'xml-crypto';
import { selfSigned, type KeyAndCertificate } from './certificate.js';
import type { AtProvider, Home } from './sign-on.js';

/** What an assertion says, and how it departs from what is right. */
export interface Saying {
  nameId: string;
  nameIdFormat?: string;
  attributes?: Record<string, string | string[]>;
  context?: string;
  assertionId?: string;
  issuer?: string;
  audience?: string;
  recipient?: string;
  destination?: string;
  /** Of the envelope, and of the signed part; null leaves it out. */
  inResponseTo?: string | null;
  signedInResponseTo?: string | null;
  issuedAgoMs?: number;
  livesMs?: number;
  notBeforeMs?: number;
  method?: string;
  signs?: 'assertion' | 'response' | 'both' | 'nothing';
  signature?: string;
  digest?: string;
  by?: KeyAndCertificate;
  /** The certificate that the signature itself carries. */
  carries?: KeyAndCertificate;
  before?: (xml: string) => string;
  after?: (xml: string) => string;
  encoding?: BufferEncoding;
}

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** A SAML provider that says whatever it is told to, in XML that it writes and signs itself. */
export class ForgedSaml {
  readonly keys = selfSigned();
  readonly entityId = `https://idp.example/${randomBytes(6).toString('hex')}`;

  /** What a connection is told of it. */
  get settings() {
    return { entityId: this.entityId, signOnUrl: 'https://idp.example/sso', certificates: [this.keys.certificate], metadataUrl: null };
  }

  /** Answers a request by saying something. */
  says(saying: Saying): AtProvider {
    return async (url) => this.answer(url, saying);
  }

  /** The form that a browser would post for a request of ours. */
  answer(url: string, saying: Saying): Home {
    const request = inflateRawSync(Buffer.from(new URL(url).searchParams.get('SAMLRequest')!, 'base64')).toString();
    const of = (name: string) => new RegExp(` ${name}="([^"]+)"`).exec(request)![1]!;
    const [asked, acs] = [of('ID'), of('AssertionConsumerServiceURL')];
    const ours = /<saml:Issuer[^>]*>([^<]+)</.exec(request)![1]!;
    const xml = this.response(saying, { asked, acs, ours });
    return { post: acs, fields: { SAMLResponse: Buffer.from(xml, saying.encoding ?? 'utf8').toString('base64') } };
  }

  private response(saying: Saying, { asked, acs, ours }: { asked: string; acs: string; ours: string }): string {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const issued = at(-(saying.issuedAgoMs ?? 0));
    const until = at(saying.livesMs ?? 300_000);
    const attribute = (name: string, value: string | undefined | null) => (value == null ? '' : ` ${name}="${value}"`);
    const envelopeAsked = saying.inResponseTo === undefined ? asked : saying.inResponseTo;
    const signedAsked = saying.signedInResponseTo === undefined ? envelopeAsked : saying.signedInResponseTo;
    const issuer = `<saml:Issuer>${saying.issuer ?? this.entityId}</saml:Issuer>`;
    const attributes = Object.entries(saying.attributes ?? {})
      .map(
        ([name, values]) =>
          `<saml:Attribute Name="${name}">${[values]
            .flat()
            .map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`)
            .join('')}</saml:Attribute>`,
      )
      .join('');
    const assertion = `<saml:Assertion xmlns:saml="${ASSERTION}" ID="${saying.assertionId ?? `_${randomBytes(12).toString('hex')}`}" Version="2.0" IssueInstant="${issued}">${issuer}<saml:Subject><saml:NameID${attribute('Format', saying.nameIdFormat)}>${saying.nameId}</saml:NameID><saml:SubjectConfirmation Method="${saying.method ?? 'urn:oasis:names:tc:SAML:2.0:cm:bearer'}"><saml:SubjectConfirmationData NotOnOrAfter="${until}" Recipient="${saying.recipient ?? acs}"${attribute('InResponseTo', signedAsked)}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${at(saying.notBeforeMs ?? -60_000)}" NotOnOrAfter="${until}"><saml:AudienceRestriction><saml:Audience>${saying.audience ?? ours}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${issued}" SessionIndex="_s"><saml:AuthnContext><saml:AuthnContextClassRef>${saying.context ?? 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport'}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>${attributes && `<saml:AttributeStatement>${attributes}</saml:AttributeStatement>`}</saml:Assertion>`;
    let xml = `<samlp:Response xmlns:samlp="${PROTOCOL}" ID="_${randomBytes(12).toString('hex')}" Version="2.0" IssueInstant="${issued}" Destination="${saying.destination ?? acs}"${attribute('InResponseTo', envelopeAsked)}><saml:Issuer xmlns:saml="${ASSERTION}">${saying.issuer ?? this.entityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${assertion}</samlp:Response>`;
    xml = saying.before?.(xml) ?? xml;
    const signs = saying.signs ?? 'assertion';
    if (signs === 'assertion' || signs === 'both') xml = this.sign(xml, 'Assertion', saying);
    if (signs === 'response' || signs === 'both') xml = this.sign(xml, 'Response', saying);
    return saying.after?.(xml) ?? xml;
  }

  private sign(xml: string, element: string, { by = this.keys, carries = by, signature = RSA_SHA256, digest = SHA256 }: Saying): string {
    const signer = new SignedXml({
      privateKey: by.key,
      publicCert: carries.certificate,
      signatureAlgorithm: signature,
      canonicalizationAlgorithm: C14N,
    });
    const path = element === 'Response' ? `/*[local-name(.)='Response']` : `//*[local-name(.)='Assertion']`;
    signer.addReference({
      xpath: path,
      digestAlgorithm: digest,
      transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', C14N],
    });
    signer.computeSignature(xml, { prefix: 'ds', location: { reference: `${path}/*[local-name(.)='Issuer']`, action: 'after' } });
    return signer.getSignedXml();
  }
}
