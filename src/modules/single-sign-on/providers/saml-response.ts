import { childrenOf, elementsOf, NS, onlyChild, parseStrictly, textOf, XmlRefused, type Element } from './xml.js';

const SIGNATURES = new Set(
  ['rsa-sha256', 'rsa-sha384', 'rsa-sha512', 'ecdsa-sha256', 'ecdsa-sha384', 'ecdsa-sha512'].map(
    (name) => `http://www.w3.org/2001/04/xmldsig-more#${name}`,
  ),
);
const DIGESTS = new Set([
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512',
]);
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const TRANSFORMS = new Set(['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE]);
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
/** Longest response that is read, in characters. */
const LONGEST = 200_000;

/** What must hold of a response besides its signature. */
export interface Expected {
  requestId: string;
  /** Our assertion consumer service. */
  recipient: string;
  /** Our entity id. */
  audience: string;
  /** The provider's entity id. */
  issuer: string;
}

/** What the signed assertion says. */
export interface SignedAssertion {
  id: string;
  notOnOrAfter: Date;
  contexts: string[];
  sessionIndex: string | null;
}

/** The XML of a response as it was posted. @throws XmlRefused */
export function decodeResponse(posted: string): string {
  const compact = posted.replace(/[\r\n\t ]/g, '');
  if (compact.length > LONGEST || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) throw new XmlRefused('not base64');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(compact, 'base64'));
  } catch {
    throw new XmlRefused('not UTF-8');
  }
}

/** The request that a response says it answers; null when it was not asked for. Nothing is believed by it: it only finds what to compare with. */
export function answeredRequest(xml: string): string | null {
  const inResponseTo = parseStrictly(xml).documentElement!.getAttribute('InResponseTo');
  return inResponseTo === null || inResponseTo === '' ? null : inResponseTo;
}

/**
 * Refuses every shape of response but the plain one, before its signature is looked at: one Response, one Assertion right
 * below it, no id twice, signatures only where they sign the element that they stand in, strong algorithms alone. A
 * signature that is wrapped around somebody else's assertion has no place left to stand (ASVS 6.8.2). @throws XmlRefused
 */
export function assertPlainShape(xml: string): void {
  const response = parseStrictly(xml).documentElement!;
  if (response.namespaceURI !== NS.protocol || response.localName !== 'Response') throw new XmlRefused('not a Response');
  const all = elementsOf(response);
  const assertion = onlyChild(response, NS.assertion, 'Assertion');
  const named = (name: string) => all.filter(({ localName }) => localName === name);
  if (named('Assertion').length !== 1 || named('Response').length !== 1) throw new XmlRefused('more than one assertion');
  if (named('EncryptedAssertion').length > 0 || named('EncryptedID').length > 0)
    throw new XmlRefused('encrypted assertions are not supported');
  const ids = all.flatMap((element) => ['ID', 'Id', 'id', 'xml:id'].map((name) => element.getAttribute(name)).filter(Boolean));
  if (new Set(ids).size !== ids.length) throw new XmlRefused('an id twice');
  const signatures = named('Signature');
  for (const signature of signatures) assertPlainSignature(signature, [response, assertion]);
  if (childrenOf(assertion, NS.signature, 'Signature').length !== 1) throw new XmlRefused('the assertion is not signed');
}

function assertPlainSignature(signature: Element, signed: readonly Element[]): void {
  const parent = signed.find((element) => element === signature.parentNode);
  if (signature.namespaceURI !== NS.signature || !parent) throw new XmlRefused('a signature in an odd place');
  if (childrenOf(parent, NS.signature, 'Signature').length !== 1) throw new XmlRefused('more than one signature');
  if (elementsOf(signature).some(({ localName }) => localName === 'Object')) throw new XmlRefused('a signature with an object in it');
  const info = onlyChild(signature, NS.signature, 'SignedInfo');
  assertAlgorithm(onlyChild(info, NS.signature, 'SignatureMethod'), SIGNATURES, 'signature');
  assertAlgorithm(onlyChild(info, NS.signature, 'CanonicalizationMethod'), new Set([EXCLUSIVE]), 'canonicalisation');
  const reference = onlyChild(info, NS.signature, 'Reference');
  assertAlgorithm(onlyChild(reference, NS.signature, 'DigestMethod'), DIGESTS, 'digest');
  const transforms = childrenOf(reference, NS.signature, 'Transforms').flatMap((list) => childrenOf(list, NS.signature, 'Transform'));
  for (const transform of transforms) assertAlgorithm(transform, TRANSFORMS, 'transform');
  const id = parent.getAttribute('ID') ?? '';
  if (id === '' || reference.getAttribute('URI') !== `#${id}`) throw new XmlRefused('a signature of something else');
}

function assertAlgorithm(element: Element, taken: ReadonlySet<string>, what: string): void {
  const algorithm = element.getAttribute('Algorithm') ?? '';
  if (!taken.has(algorithm)) throw new XmlRefused(`${what} algorithm ${algorithm.replace(/^.*[#/]/, '').slice(0, 40)} is not taken`);
}

/**
 * What the library does not look at, read from the XML whose signature it verified and from nothing else: who says it, to
 * whom, in answer to what, and until when. @throws XmlRefused
 */
export function readSigned(xml: string, { requestId, recipient, audience, issuer }: Expected): SignedAssertion {
  const assertion = parseStrictly(xml).documentElement!;
  if (assertion.namespaceURI !== NS.assertion || assertion.localName !== 'Assertion') throw new XmlRefused('not an assertion');
  if (textOf(onlyChild(assertion, NS.assertion, 'Issuer')) !== issuer) throw new XmlRefused('another issuer');
  const confirmation = onlyChild(onlyChild(assertion, NS.assertion, 'Subject'), NS.assertion, 'SubjectConfirmation');
  if (confirmation.getAttribute('Method') !== BEARER) throw new XmlRefused('not a bearer assertion');
  const data = onlyChild(confirmation, NS.assertion, 'SubjectConfirmationData');
  if (data.getAttribute('InResponseTo') !== requestId) throw new XmlRefused('the signed part answers another request');
  if (data.getAttribute('Recipient') !== recipient) throw new XmlRefused('another recipient');
  const conditions = onlyChild(assertion, NS.assertion, 'Conditions');
  const restriction = onlyChild(conditions, NS.assertion, 'AudienceRestriction');
  if (!childrenOf(restriction, NS.assertion, 'Audience').some((one) => textOf(one) === audience)) throw new XmlRefused('another audience');
  const until = new Date(data.getAttribute('NotOnOrAfter') ?? '');
  if (Number.isNaN(until.getTime())) throw new XmlRefused('no end of validity');
  const statement = onlyChild(assertion, NS.assertion, 'AuthnStatement');
  const context = childrenOf(statement, NS.assertion, 'AuthnContext').flatMap((one) =>
    childrenOf(one, NS.assertion, 'AuthnContextClassRef'),
  );
  const index = statement.getAttribute('SessionIndex');
  return {
    id: assertion.getAttribute('ID') ?? '',
    notOnOrAfter: until,
    contexts: context.map(textOf),
    sessionIndex: index === '' ? null : index,
  };
}

/** The same of the unsigned envelope, where it says anything. @throws XmlRefused */
export function assertEnvelope(xml: string, { requestId, recipient, issuer }: Expected): void {
  const response = parseStrictly(xml).documentElement!;
  if (response.getAttribute('InResponseTo') !== requestId) throw new XmlRefused('answers another request');
  const destination = response.getAttribute('Destination');
  if (destination !== null && destination !== '' && destination !== recipient) throw new XmlRefused('another destination');
  if (childrenOf(response, NS.assertion, 'Issuer').some((one) => textOf(one) !== issuer)) throw new XmlRefused('another issuer');
}
