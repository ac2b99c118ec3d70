import type { PersonName } from '../modules/clients/domain/client.js';
import { ENGLISH_CALL_NAMES } from './english-names.js';
import { NAME_POOLS } from './name-pools.js';
import type { NamePool } from './name-pools.js';
import type { Random } from './random.js';

/** A person's names and where they come from. */
export interface DemoPerson {
  readonly name: PersonName;
  readonly woman: boolean;
  readonly preferredName: string | null;
  readonly pool: NamePool;
  /** Country of birth, and most often of citizenship. */
  readonly country: string;
  /** The name in plain ASCII for an e-mail address: given.family. */
  readonly slug: string;
}

const EMAIL_DOMAINS = [
  'mail.example',
  'mail.example',
  'post.example',
  'inbox.example',
  'home.example',
  'example.com',
  'example.net',
  'example.org',
];

/** Draws people from the mixed pools; `migration` draws more of those who arrived lately. */
export class PeopleSource {
  private readonly pools: readonly NamePool[];
  private readonly bounds: readonly number[];
  private readonly slugs = new Map<string, string>();

  constructor(
    private readonly random: Random,
    migration: boolean,
  ) {
    let sum = 0;
    this.pools = NAME_POOLS;
    this.bounds = NAME_POOLS.map((pool) => (sum += migration ? pool.migrationWeight : pool.weight));
  }

  /** Somebody new. */
  person(): DemoPerson {
    return this.from(this.pool(), this.random.chance(0.53), undefined);
  }

  /** A child or partner of somebody; partners keep their own family name where that is the custom. */
  relative(of: DemoPerson, kind: 'parent' | 'partner'): DemoPerson {
    const woman = kind === 'parent' ? this.random.chance(0.5) : this.random.chance(0.05) ? of.woman : !of.woman;
    const keepsOwn = kind === 'partner' && (of.pool.familyFirst || this.random.chance(0.3));
    return this.from(of.pool, woman, keepsOwn ? undefined : inForm(of, woman));
  }

  /** A family name of a pool. */
  family(pool: NamePool, woman: boolean): string {
    const { random } = this;
    const list = woman && pool.womensFamilies !== undefined ? pool.womensFamilies : pool.families;
    const first = random.pick(list, 1.6);
    if (pool.shape === 'two_families') return `${first} ${random.pick(list)}`;
    return random.chance(0.02) && !first.includes('-') && !first.includes(' ') ? `${first}-${random.pick(list)}` : first;
  }

  private from(pool: NamePool, woman: boolean, family: string | undefined): DemoPerson {
    const { random } = this;
    const name = this.name(pool, woman, family);
    const [women, men] = ENGLISH_CALL_NAMES;
    const preferredName = pool.goesBy > 0 && random.chance(pool.goesBy) ? this.callName(pool, name, woman ? women! : men!) : null;
    const given = name.given === '' ? '' : `${this.slug(name.given)}.`;
    return { name, woman, preferredName, pool, country: random.pick(pool.countries), slug: given + this.slug(name.family) };
  }

  /** An address on a domain reserved for documentation (RFC 2606); `serial` keeps it unique. */
  email(person: DemoPerson, serial: number | null): string {
    return `${person.slug}${serial ?? ''}@${this.random.pick(EMAIL_DOMAINS)}`;
  }

  private pool(): NamePool {
    const at = this.random.next() * this.bounds.at(-1)!;
    return this.pools[this.bounds.findIndex((bound) => at < bound)]!;
  }

  private name(pool: NamePool, woman: boolean, family?: string): PersonName {
    const { random } = this;
    const given = random.pick(woman ? pool.women : pool.men);
    if (pool.shape === 'single') return { family: random.pick(pool.families), given: '', familyFirst: false };
    const ownFamily = family ?? this.family(pool, woman);
    if (pool.shape !== 'middle' || pool.middles === undefined) return { family: ownFamily, given, familyFirst: pool.familyFirst };
    const middles = pool.middles[woman ? 0 : 1];
    if (pool.familyFirst) {
      return { family: ownFamily, given: random.chance(0.85) ? `${random.pick(middles)} ${given}` : given, familyFirst: true };
    }
    if (random.chance(0.03)) return { family: ownFamily, given: `${given}-${random.pick(middles)}`, familyFirst: false };
    return { family: ownFamily, given: random.chance(0.6) ? `${given} ${random.pick(middles)}` : given, familyFirst: false };
  }

  private callName(pool: NamePool, name: PersonName, english: readonly string[]): string | null {
    if (pool.languages[0] !== 'en') return this.random.pick(english);
    const first = name.given.split(/[ -]/, 1)[0]!;
    return first === '' || first === name.given ? null : first;
  }

  private slug(text: string): string {
    let slug = this.slugs.get(text);
    if (slug === undefined) {
      slug =
        text
          .normalize('NFD')
          .replace(/\p{M}/gu, '')
          .toLowerCase()
          .replaceAll('đ', 'd')
          .replaceAll('ł', 'l')
          .replace(/[^a-z]+/g, '') || 'client';
      if (this.slugs.size < 100_000) this.slugs.set(text, slug);
    }
    return slug;
  }
}

/** A family name as a relative bears it: Kovář's daughter is Kovářová. */
function inForm(person: DemoPerson, woman: boolean): string {
  const { families, womensFamilies } = person.pool;
  if (womensFamilies === undefined) return person.name.family;
  const at = (person.woman ? womensFamilies : families).indexOf(person.name.family);
  return (woman ? womensFamilies : families)[at] ?? person.name.family;
}
