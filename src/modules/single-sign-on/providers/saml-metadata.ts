import { bareCertificate, CERTIFICATES_MOST } from './certificates.js';
import { childrenOf, elementsOf, NS, parseStrictly, textOf, withoutComments, XmlRefused, type Element } from './xml.js';

const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';

/** A provider as its metadata describes it (SAML 2.0 metadata, 2.4.3). */
export interface ProviderMetadata {
  entityId: string;
  signOnUrl: string;
  certificates: string[];
}

/**
 * Reads the metadata of one identity provider. It is believed because of where it was fetched from, or who pasted it.
 * @throws XmlRefused when it is none, or names none or several providers
 */
export function readMetadata(text: string): ProviderMetadata {
  // Published files begin with comments and licences: those alone are let go before the strict reading.
  const root = parseStrictly(withoutComments(text).trim()).documentElement!;
  const providers = elementsOf(root).filter(
    ({ localName, namespaceURI }) => localName === 'IDPSSODescriptor' && namespaceURI === NS.metadata,
  );
  const [provider, ...more] = providers;
  if (!provider || more.length > 0) throw new XmlRefused(provider ? 'several identity providers' : 'no identity provider');
  const entityId = (provider.parentNode as Element).getAttribute('entityID') ?? '';
  const service = childrenOf(provider, NS.metadata, 'SingleSignOnService').find((one) => one.getAttribute('Binding') === REDIRECT);
  const signOnUrl = service?.getAttribute('Location') ?? '';
  if (entityId === '' || signOnUrl === '') throw new XmlRefused('no entity id, or no sign-on address for redirects');
  const keys = childrenOf(provider, NS.metadata, 'KeyDescriptor').filter((key) => key.getAttribute('use') !== 'encryption');
  const certificates = keys
    .flatMap((key) =>
      elementsOf(key).filter(({ localName, namespaceURI }) => localName === 'X509Certificate' && namespaceURI === NS.signature),
    )
    .map((certificate) => bareCertificate(textOf(certificate)));
  const distinct = [...new Set(certificates)];
  if (distinct.length === 0 || distinct.length > CERTIFICATES_MOST) throw new XmlRefused('one to four signing certificates are needed');
  return { entityId, signOnUrl, certificates: distinct };
}
