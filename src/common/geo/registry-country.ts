import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BlockList } from 'node:net';
import { Logger } from '@nestjs/common';
import { parseAddress, type Address } from '../networks/address.js';
import { readRanges, type Ranges } from './registry-ranges.js';

/** Of whom the data is, as its licence (CC BY 4.0) asks to be said. */
export const ATTRIBUTION = 'Registry data of the Number Resource Organization (NRO), CC BY 4.0, as compiled by ip-location-db';

/** A country's two letters (ISO 3166-1); `private` for this machine or a private network; null when it is not known. */
export type RegistryCountry = string | null;

/** What {@link RegistryCountries.find} gives for addresses that no registry hands out. */
export const PRIVATE = 'private';

const PACKAGE = '@ip-location-db/geo-whois-asn-country';

const unregistered = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  unregistered.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  unregistered.addSubnet(net, bits, 'ipv6');

/**
 * In which country the network of an address is registered; not where somebody is. The table ships with the product
 * and nothing is asked of anybody. It is read when the first address of the internet is looked up (half a second, beside
 * other work) and kept in about 4 MB. Where it is missing or broken, countries are not known and everything else goes on.
 */
export class RegistryCountries {
  private loading: Promise<Tables | undefined> | undefined;
  private readonly logger = new Logger('RegistryCountries');

  /** @param folder where the files are; the package's own by default */
  constructor(private readonly folder?: string) {}

  /** Never rejects. */
  async find(address: string | null): Promise<RegistryCountry> {
    const parsed = parseAddress(address ?? '');
    if (!parsed) return null;
    const { family, text } = parsed;
    if (unregistered.check(text, family === 4 ? 'ipv4' : 'ipv6')) return PRIVATE;
    this.loading ??= this.load();
    const tables = await this.loading;
    if (!tables) return null;
    const [high, low] = halves(parsed);
    const { high: highs, low: lows, country } = family === 4 ? tables.ipv4 : tables.ipv6;
    return tables.names[country[lastAtMost(highs, lows, high, low)] ?? 0] ?? null;
  }

  /** Bytes that the table takes, once it is read. */
  async size(): Promise<number> {
    const tables = await (this.loading ??= this.load());
    if (!tables) return 0;
    return [tables.ipv4, tables.ipv6].reduce(
      (sum, { high, low, country }) => sum + high.byteLength + (low?.byteLength ?? 0) + country.byteLength,
      0,
    );
  }

  private async load(): Promise<Tables | undefined> {
    try {
      const folder = this.folder ?? dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
      const names: (string | null)[] = [null];
      const numbers = new Map<string, number>();
      const number = (name: string): number => {
        const known = numbers.get(name);
        if (known !== undefined) return known;
        if (names.length > 255) throw new TypeError('there are more countries than there can be');
        numbers.set(name, names.length);
        return names.push(name) - 1;
      };
      const ipv4 = await readRanges(join(folder, 'geo-whois-asn-country-ipv4-num.csv'), 'ipv4', number);
      const ipv6 = await readRanges(join(folder, 'geo-whois-asn-country-ipv6.csv'), 'ipv6', number);
      return { names, ipv4, ipv6 };
    } catch (error) {
      this.logger.warn(`Registry countries cannot be read and are left out: ${String(error).slice(0, 200)}`);
      return undefined;
    }
  }
}

interface Tables {
  names: (string | null)[];
  ipv4: Ranges;
  ipv6: Ranges;
}

/** The one table of this process. */
export const registryCountries = new RegistryCountries();

/** What an address is looked up by: all of an IPv4 address, of an IPv6 address its first 64 bits. */
function halves({ family, bits }: Address): [number, number] {
  return family === 4 ? [Number(bits), 0] : [Number(bits >> 96n), Number((bits >> 64n) & 0xffffffffn)];
}

/** Place of the last range that begins at or before an address; -1 when all begin after it. */
function lastAtMost(highs: Uint32Array, lows: Uint32Array | null, high: number, low: number): number {
  let [from, to] = [0, highs.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const at = highs[middle]!;
    if (at < high || (at === high && (lows === null || lows[middle]! <= low))) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}
