import { X509Certificate } from 'node:crypto';
import { XmlRefused } from './xml.js';

/** A provider's signing certificate, as administrators compare it. */
export interface CertificateFacts {
  subject: string;
  /** SHA-256 of the DER, in pairs. */
  fingerprint: string;
  validTo: Date;
}

/** Certificates that one connection may have: the one in use, the next, and those that metadata still names. */
export const CERTIFICATES_MOST = 4;
const RSA_BITS_LEAST = 2048;

/** Base64 of a certificate without its frame. @throws XmlRefused when it is none, or its key is too short */
export function bareCertificate(text: string): string {
  const base64 = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '');
  const certificate = parsed(base64);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  const strong = (type === 'rsa' && (details?.modulusLength ?? 0) >= RSA_BITS_LEAST) || type === 'ec';
  if (!strong) throw new XmlRefused('the key of this certificate is too weak');
  return base64;
}

/** What a certificate says of itself. */
export function factsOf(base64: string): CertificateFacts {
  const certificate = parsed(base64);
  return {
    subject: certificate.subject.split('\n').pop()!.slice(0, 120),
    fingerprint: certificate.fingerprint256,
    validTo: new Date(certificate.validTo),
  };
}

/** When the last of some certificates ends. */
export function lastDay(certificates: readonly string[]): Date {
  return new Date(Math.max(...certificates.map((certificate) => factsOf(certificate).validTo.getTime())));
}

/** Those that are valid at an instant: an ended one signs nothing any more. */
export function validAt(certificates: readonly string[], now: Date): string[] {
  return certificates.filter((certificate) => {
    const { validFrom, validTo } = parsed(certificate);
    return new Date(validFrom) <= now && now <= new Date(validTo);
  });
}

function parsed(base64: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    throw new XmlRefused('not a certificate');
  }
}
