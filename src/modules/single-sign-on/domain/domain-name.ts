import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** Mail that anybody can have: nobody's to claim. */
const FOR_ANYBODY = new Set(
  `gmail.com googlemail.com outlook.com outlook.com.au hotmail.com hotmail.com.au live.com live.com.au msn.com icloud.com me.com mac.com
   yahoo.com yahoo.com.au ymail.com rocketmail.com aol.com proton.me protonmail.com pm.me gmx.com gmx.net gmx.de mail.com zoho.com fastmail.com
   fastmail.fm fastmail.com.au hey.com tutanota.com tuta.com yandex.com yandex.ru mail.ru qq.com 163.com 126.com foxmail.com naver.com
   bigpond.com bigpond.com.au bigpond.net.au telstra.com optusnet.com.au optusnet.com iinet.net.au internode.on.net tpg.com.au dodo.com.au
   westnet.com.au adam.com.au aapt.net.au ozemail.com.au exetel.com.au primus.com.au netspace.net.au aussiebroadband.com.au spin.net.au
   xtra.co.nz slingshot.co.nz btinternet.com comcast.net verizon.net att.net sky.com orange.fr free.fr web.de t-online.de`.split(/\s+/),
);

/** Registries under which names are given out to everybody. */
const REGISTRIES = /^(com|net|org|edu|gov|asn|id|co|ac|nsw|vic|qld|wa|sa|tas|act|nt)(\.(edu|gov))?\.[a-z]{2}$/;

/** A domain as the DNS knows it: lower case, ASCII, without a dot at its end. Undefined when it cannot be one. */
export function normaliseDomain(text: string): string | undefined {
  // What would be a path, a port or a login is not dropped, as a reader of addresses might.
  if (/[/?#\\:\s]/.test(text.trim())) return undefined;
  const ascii = domainToASCII(text.trim().replace(/^@/, '').replace(/\.$/, '').toLowerCase());
  const labels = ascii.split('.');
  if (ascii.length > 253 || labels.length < 2 || isIP(ascii) !== 0) return undefined;
  if (!labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))) return undefined;
  return /^(xn--[a-z0-9-]+|[a-z]{2,63})$/.test(labels.at(-1)!) ? ascii : undefined;
}

/** Whether everybody can have an address there, so that no practice can speak for it. */
export function isForAnybody(domain: string): boolean {
  return FOR_ANYBODY.has(domain) || REGISTRIES.test(domain);
}

/** The domain of one address; undefined when it is not exactly one plain address. */
export function domainOf(address: string): string | undefined {
  const [, domain] = /^[^\s@"(),:;<>[\\\]]{1,64}@([^\s@]+)$/.exec(address.trim()) ?? [];
  return domain === undefined || address.length > 254 ? undefined : normaliseDomain(domain);
}

/** Where a practice publishes its token. */
export function recordName(domain: string): string {
  return `_ironbark.${domain}`;
}

/** What it publishes there. */
export function recordValue(token: string): string {
  return `ironbark-verify=${token}`;
}
