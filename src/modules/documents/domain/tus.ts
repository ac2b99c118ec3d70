import { NotTus } from './document.errors.js';

/** The protocol's version (tus.io, resumable uploads 1.0.0). */
export const TUS_VERSION = '1.0.0';
export const TUS_EXTENSIONS = 'creation,checksum,termination,expiration';
export const TUS_CHECKSUMS = 'sha256,sha1';
/** Media type of a piece. */
export const PIECE_TYPE = 'application/offset+octet-stream';

/** A whole number of a header. @throws NotTus */
export function wholeNumber(name: string, text: string | undefined): number {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new NotTus(`The header ${name} must be a whole number of bytes.`);
  return Number(text);
}

/** @throws NotTus when the sender speaks another version */
export function assertTus(version: string | undefined): void {
  if (version !== TUS_VERSION) throw new NotTus(`Say Tus-Resumable: ${TUS_VERSION}.`, 412);
}

const MOST_METADATA = 8_192;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** What a sender says of a file, from Upload-Metadata: keys with base64 values, UTF-8 inside. @throws NotTus */
export function metadata(header: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (header === undefined || header.trim() === '') return found;
  if (header.length > MOST_METADATA) throw new NotTus('The header Upload-Metadata is too long.', 413);
  for (const pair of header.split(',')) {
    const [key = '', value = '', ...rest] = pair.trim().split(' ');
    if (!/^[\w.-]{1,40}$/.test(key) || rest.length > 0 || !BASE64.test(value) || found.has(key))
      throw new NotTus('The header Upload-Metadata is not a list of keys with base64 values, each once.');
    try {
      found.set(key, UTF8.decode(Buffer.from(value, 'base64')));
    } catch {
      throw new NotTus(`${key} in Upload-Metadata is not UTF-8 text.`);
    }
  }
  return found;
}

/** What a piece hashes to, from Upload-Checksum; null when the sender does not say. @throws NotTus */
export function checksum(header: string | undefined): { algorithm: 'sha1' | 'sha256'; digest: Buffer } | null {
  if (header === undefined) return null;
  const [algorithm, text = ''] = header.trim().split(' ');
  if ((algorithm !== 'sha1' && algorithm !== 'sha256') || !BASE64.test(text))
    throw new NotTus(`Checksums are ${TUS_CHECKSUMS}, in base64.`);
  return { algorithm, digest: Buffer.from(text, 'base64') };
}
