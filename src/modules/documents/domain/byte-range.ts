/** Bytes [from, to) of a file. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What a Range header asks of a file (RFC 9110, section 14): one range of bytes; null for the whole, as for what is no such range
 * or more than one, which a server may leave unanswered; `unsatisfiable` when it lies outside.
 */
export function byteRange(header: string | undefined, bytes: number): ByteRange | null | 'unsatisfiable' {
  const match = /^bytes=(\d{0,16})-(\d{0,16})$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') {
    const last = Number(match[2]);
    return last === 0 ? 'unsatisfiable' : { from: Math.max(0, bytes - last), to: bytes };
  }
  const from = Number(match[1]);
  const to = match[2] === '' ? bytes : Math.min(bytes, Number(match[2]) + 1);
  if (match[2] !== '' && Number(match[2]) < from) return null;
  return from >= bytes ? 'unsatisfiable' : { from, to };
}
