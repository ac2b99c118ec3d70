import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { isLoopbackHost } from '../config/hosts.js';
import { DomainError } from '../errors.js';

/** Longest answer that is read, in bytes. */
const ANSWER_LIMIT = 1024 * 1024;
const TIMEOUT_MS = 10_000;

// Special-purpose addresses (RFC 6890 and the IANA registries): whatever is not somebody's server on the internet.
const SPECIAL = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  SPECIAL.addSubnet(network, prefix, 'ipv4');
const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');
// Documentation, and tunnels that carry an IPv4 address within: 6to4, Teredo.
for (const [network, prefix] of [
  ['2001:db8::', 32],
  ['2001::', 23],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  SPECIAL.addSubnet(network, prefix, 'ipv6');

/** Whether an address is a server on the public internet; IPv4 written as IPv6 is none. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !SPECIAL.check(address, 'ipv4');
  return family === 6 && GLOBAL.check(address, 'ipv6') && !SPECIAL.check(address, 'ipv6');
}

/** The address is none that this process calls on a practice's behalf. */
export class AddressRefused extends DomainError {
  readonly code = 'request.address_refused';
  override readonly status = 400;

  constructor() {
    super('Use an https:// address on the internet. Addresses inside a private network can’t be reached from here.');
  }
}

/**
 * Requests to addresses that practices choose. HTTPS only, and in production only to the public internet, by the address
 * that the connection really goes to: a name that resolves elsewhere the second time gains nothing (SSRF, ASVS 13.2.4).
 * Redirects are not followed, answers are bounded in size and time.
 */
export class Outbound {
  constructor(private readonly production: boolean) {}

  /** Whether plain HTTP to this machine is allowed: tests and development. */
  get loopback(): boolean {
    return !this.production;
  }

  /** An address that may be called. @throws AddressRefused */
  address(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || url.username !== '' || url.password !== '') throw new AddressRefused();
    const here = isLoopbackHost(url.hostname);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && here && this.loopback)) throw new AddressRefused();
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (this.production && (here || (isIP(literal) !== 0 && !isPublicAddress(literal)))) throw new AddressRefused();
    return url;
  }

  /** As `fetch`, within the rules of this class. @throws AddressRefused, and what the network throws */
  readonly fetch = async (input: string | URL, init: { method?: string; headers?: unknown; body?: unknown; signal?: AbortSignal } = {}) => {
    const url = this.address(String(input));
    const headers = Object.fromEntries(new Headers(init.headers as Record<string, string> | undefined));
    const body = bodyOf(init.body);
    if (init.body instanceof URLSearchParams) headers['content-type'] ??= 'application/x-www-form-urlencoded;charset=UTF-8';
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const options: RequestOptions = {
      method: init.method ?? 'GET',
      headers: { ...headers, ...(body && { 'content-length': String(body.length) }) },
      signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout,
      lookup: this.lookup,
    };
    const send = url.protocol === 'https:' ? secureRequest : plainRequest;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      send(url, options, resolve).once('error', reject).end(body);
    });
    return toResponse(answer);
  };

  /** Names are resolved here, so that what is checked is what is connected to. */
  private readonly lookup: LookupFunction = (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return callback(error, '', 0);
      if (this.production && found.some(({ address }) => !isPublicAddress(address))) return callback(new AddressRefused(), '', 0);
      return options.all === true ? callback(null, found) : callback(null, found[0]!.address, found[0]!.family);
    });
  };
}

function bodyOf(body: unknown): Buffer | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string' || body instanceof URLSearchParams) return Buffer.from(body.toString());
  if (body instanceof Uint8Array) return Buffer.from(body);
  throw new TypeError('This body cannot be sent.');
}

async function toResponse(answer: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_LIMIT) {
      answer.destroy();
      throw new RangeError('The answer is too long.');
    }
    chunks.push(chunk);
  }
  const status = answer.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) headers.set(name, [value].flat().join(', '));
  return new Response([204, 205, 304].includes(status) ? null : Buffer.concat(chunks), { status, headers });
}
