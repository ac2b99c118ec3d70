import { keyText } from './text.js';

const MOST = 20;
const V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;
const V6 = /^(?=[^/]*:[^/]*:)[0-9a-f:.]+(?:\/(\d{1,3}))?$/i;

/** The networks of a text: one a line, commas and spaces forgiven. */
export function networksIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== '');
}

/** What is wrong with the first network that can't be taken as it is; null when all can. */
export function networksProblem(networks: readonly string[]): string | null {
  if (networks.length > MOST) return keyText.tooMany;
  for (const network of networks) {
    const problem = problemOf(network);
    if (problem !== null) return problem;
  }
  return null;
}

function problemOf(network: string): string | null {
  const v4 = V4.exec(network);
  if (v4 !== null) return problemOfV4(network, v4);
  const v6 = V6.exec(network);
  if (v6 === null || Number(v6[1] ?? 0) > 128) return keyText.malformed(network);
  return v6[1] === undefined ? keyText.unmasked(network, `${network}/128`) : null;
}

function problemOfV4(network: string, [, ...parts]: RegExpExecArray): string | null {
  const bytes = parts.slice(0, 4).map(Number);
  const length = Number(parts[4] ?? 32);
  if (bytes.some((byte) => byte > 255) || length > 32) return keyText.malformed(network);
  if (parts[4] === undefined) return keyText.unmasked(network, `${network}/32`);
  const base = bytes.map((byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, length - 8 * index))) & 0xff).join('.');
  return base === bytes.join('.') ? null : keyText.hostBits(network, `${base}/${length}`);
}
