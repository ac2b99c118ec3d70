import { BlockList, isIP } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

// RFC 1918, RFC 6598 and RFC 4193. Link-local is left out on purpose: cloud metadata services live there.
const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4');
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4');
PRIVATE.addSubnet('100.64.0.0', 10, 'ipv4');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

/** Name endings that public DNS never delegates (RFC 6762, RFC 8375, ICANN's `.internal`, Kubernetes). */
const PRIVATE_SUFFIXES = ['.internal', '.local', '.localhost', '.lan', '.home.arpa', '.svc'];

const AWS_REGION_LABEL = /^(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov|-iso[a-z]?)?-[a-z]+-\d$/;

function plain(host: string): string {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  return bare.toLowerCase().replace(/\.$/, '');
}

function listed(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && list.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a host of a URL is this machine itself: 127.0.0.0/8, ::1 or a localhost name (RFC 6761). */
export function isLoopbackHost(host: string): boolean {
  const name = plain(host);
  return name === 'localhost' || name.endsWith('.localhost') || listed(LOOPBACK, name);
}

/**
 * Whether a host can only be inside the operator's own network: loopback, a private address, a name without a dot
 * (a container or a machine of the same network) or a suffix that public DNS never delegates.
 */
export function isInNetworkHost(host: string): boolean {
  const name = plain(host);
  if (isLoopbackHost(name) || listed(PRIVATE, name)) return true;
  if (isIP(name) !== 0 || name === '') return false;
  return !name.includes('.') || PRIVATE_SUFFIXES.some((suffix) => name.endsWith(suffix));
}

/** The AWS region that a host name spells out (`x.ap-southeast-2.rds.amazonaws.com`), or null. */
export function regionInHost(host: string): string | null {
  return (
    plain(host)
      .split('.')
      .find((label) => AWS_REGION_LABEL.test(label)) ?? null
  );
}

/** Whether a text is an AWS region name; only then is it safe to repeat in a message. */
export function isRegionName(text: string): boolean {
  return AWS_REGION_LABEL.test(text);
}

/** Why an address or CIDR range may not be trusted as a proxy, or null when it may. */
export function proxyRangeProblem(range: string): string | null {
  const [address = '', prefix, ...rest] = range.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return 'is not an IP address or CIDR range';
  if (prefix === undefined) return null;
  const bits = family === 6 ? 128 : 32;
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return `needs a prefix length from 1 to ${bits}`;
  if (Number(prefix) === 0) return 'covers the whole internet, so anyone could choose the address they appear to come from';
  return null;
}
