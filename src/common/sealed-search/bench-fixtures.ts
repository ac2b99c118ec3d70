import type { SearchEntry } from './entry.js';
import { normalise } from './normalise.js';

/** A deterministic source of numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Common names of one origin, and the syllables from which its many rarer ones are made. */
interface Origin {
  share: number;
  given: string;
  family: string;
  heads: string;
  tails: string;
  native?: string;
}

const ORIGINS: Origin[] = [
  {
    share: 34,
    given:
      'james john olivia charlotte william jack amelia isla noah grace thomas emily sarah michael david matthew jessica lauren daniel andrew margaret susan peter robert hannah anna christopher rebecca elizabeth joshua',
    family:
      "smith jones williams brown wilson taylor johnson white martin anderson thompson walker harris kelly o'brien ryan murphy campbell mitchell roberts stewart clarke robinson mcdonald o'connor hughes fitzgerald davies",
    heads:
      'hart wood stan win ash brad car hol lang mor pem rad sher thorn whit wen black green gold north west east kirk ald bur can dun elm farn gar had',
    tails: 'ley ton field worth wood ham bridge ford man well son by wick shaw croft stead more land hurst den brook cott dale combe',
  },
  {
    share: 13,
    given: 'minh linh hương thảo tuấn anh đức hùng ngọc lan mai phương trang quang dũng hải long thu hà bảo vy khánh',
    family: 'nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý',
    heads: 'thanh van quoc xuan kim hong tuyet duy gia nhat my bich',
    tails: 'anh minh long phuc thao nhi nga loan son tam dat khoa',
  },
  {
    share: 12,
    given: 'wei xiao jing li ming fang hui yan jun lei tao xin mei ling hao yu chen jia na bo',
    family: 'wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo',
    heads: 'xiao zhi jia yu wen hong guo jian mei shu xue chun',
    tails: 'ming hua wei ling fang ping hui qiang yun jie lan feng',
    native: '王小明 李伟 张丽 刘洋 陈静',
  },
  {
    share: 13,
    given:
      'priya rahul amit pooja raj neha sunita vijay anil deepak harpreet gurpreet manpreet simran arjun lakshmi ravi kavita sanjay meena',
    family: 'singh kaur patel sharma kumar gupta reddy nair iyer khan das shah mehta joshi rao verma fernando perera',
    heads: 'chandra lakshmi venkata rama krishna sri jaya nara gopal balas subra muthu',
    tails: 'nathan samy murthy raman swamy lingam pal dev deep jeet preet vathi',
    native: 'प्रिया सिंह',
  },
  {
    share: 9,
    given: 'mohammed ahmed fatima ali hassan omar aisha zahra hussein mariam yusuf ibrahim layla noor khalid samira reza maryam',
    family: 'khan ahmed hussain ali hassan rahman ibrahim al-hassan abdullah haddad khoury rahimi hosseini ahmadi mansour nasser',
    heads: 'abd al rahm kar mah nas sha far ham kha ja sal',
    tails: 'mani oudi imi ani awi adi iri ullah azadeh pour zadeh oush',
    native: 'محمد_علي فاطمة_حسن',
  },
  {
    share: 8,
    given: 'maria giuseppe antonio george dimitri eleni sofia nikolaos katerina luca francesca marco jose juan ana carmen',
    family:
      "papadopoulos georgiou russo romano esposito d'angelo di_stefano garcia rodriguez fernandez santos reyes cruz dela_cruz bautista",
    heads: 'papa kara kon theo bell mont cast ross man val sant fer',
    tails: 'dopoulos giannis akis idis elli etti ini ucci ano ares ez eiro',
  },
  {
    share: 6,
    given: 'aleksandra ivan milica nikola jovan katarzyna piotr łukasz zofia olga dmitri svetlana marko ana',
    family: 'kowalski nowak jovanović petrović nikolić wójcik ivanov petrov kovač horvat novák dvořák',
    heads: 'kova petro ivan stan niko milo vlad bogdan rado wisz zawad male',
    tails: 'ski wicz ović ević enko chuk ova ska czyk nik arov insky',
    native: 'Иван_Петров Ольга_Ковалёва',
  },
  {
    share: 5,
    given: 'jiho minseo hyun soo-jin ji-woo kenji yuki haruto sakura akiko min-jun eun-ji',
    family: 'kim lee park choi jung kang tanaka suzuki sato watanabe',
    heads: 'yama taka mura kawa fuji hashi seo hyeon jin sung',
    tails: 'moto shima guchi mura da yama ho woo hee min',
    native: '김민준 田中_さくら',
  },
];

/** Picks an item so that the k-th is drawn in proportion to 1 / k^exponent. */
function ranked(count: number, exponent: number): (random: number) => number {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let k = 0; k < count; k++) sums[k] = sum += 1 / (k + 1) ** exponent;
  return (random) => {
    const wanted = random * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

interface Pool {
  share: number;
  given: string[];
  family: string[];
  native: string[];
  pickGiven: (random: number) => number;
  pickFamily: (random: number) => number;
}

/** Common names first, then made-up ones of two and three syllables: some thousands for each origin. */
function poolOf(origin: Origin, exponent: number, random: () => number): Pool {
  const list = (text: string): string[] => text.split(' ').map((name) => name.replace('_', ' '));
  const heads = list(origin.heads);
  const tails = list(origin.tails);
  const made = heads.flatMap((head) => tails.flatMap((tail) => [`${head}${tail}`, ...heads.map((other) => `${head}${other}${tail}`)]));
  for (let i = made.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [made[i], made[j]] = [made[j]!, made[i]!];
  }
  const family = [...list(origin.family), ...made.filter((_, i) => i % 3 !== 0)];
  const given = [...list(origin.given), ...made.filter((_, i) => i % 3 === 0)];
  const native = origin.native ? list(origin.native) : [];
  const spelt = { given: given.map(upperFirst), family: family.map(upperFirst), native };
  return { share: origin.share, ...spelt, pickGiven: ranked(given.length, exponent), pickFamily: ranked(family.length, exponent) };
}

const upperFirst = (name: string): string =>
  name.replace(/(^|[ '-])(\p{L})/gu, (_, gap: string, letter: string) => gap + letter.toUpperCase());
/** A UUID v7 from the seed alone. */
function uuidOf(random: () => number): string {
  const part = (digits: number): string =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  const time = (1_600_000_000_000 + Math.floor(random() * 1e11)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${part(3)}-8${part(3)}-${part(6)}${part(6)}`;
}

/** A team or practitioner of the made-up practice. */
const memberId = (kind: number, number: number): string => `0000000${kind}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** A made-up person with the origin of the name, for studies of what a name list gives away. */
export interface MadePerson {
  given: string;
  family: string;
  preferred: string | null;
  former: string | null;
  origin: number;
}

/**
 * An endless supply of people of mixed origin, the same for the same seed.
 * @param exponent how steeply names grow rarer: 0.8 gives many distinct names (hard for search), 1.1 few (easy to guess)
 */
export function peopleMaker(seed: number, exponent = 0.8): () => MadePerson {
  const pools = ORIGINS.map((origin) => poolOf(origin, exponent, seeded(17)));
  const random = seeded(seed);
  const shares = pools.map((pool) => pool.share);
  const total = shares.reduce((a, b) => a + b, 0);
  return () => {
    let at = random() * total;
    let origin = 0;
    while (at >= shares[origin]! && origin < shares.length - 1) at -= shares[origin++]!;
    const pool = pools[origin]!;
    const family = (): string => pool.family[pool.pickFamily(random())]!;
    const given = (): string => pool.given[pool.pickGiven(random())]!;
    const person: MadePerson = { given: given(), family: family(), preferred: null, former: null, origin };
    const kind = random();
    if (kind < 0.12) person.given += ` ${given()}`;
    else if (kind < 0.15) person.family += `-${family()}`;
    if (random() < 0.06) person.preferred = given();
    if (random() < 0.03) person.former = `${person.given} ${family()}`;
    if (pool.native.length > 0 && random() < 0.04) person.preferred = pool.native[Math.floor(random() * pool.native.length)]!;
    return person;
  };
}

/** `count` entries of mixed origin, the same for the same seed: 12 teams, 60 practitioners, five statuses, all ages. */
export function* madeEntries(count: number, seed = 1): Generator<SearchEntry> {
  const person = peopleMaker(seed);
  const random = seeded(seed ^ 0x5eed);
  for (let i = 0; i < count; i++) {
    const { given, family, preferred, former } = person();
    const names: SearchEntry['names'] = [{ field: 'name', text: `${given} ${family}` }];
    if (preferred) names.push({ field: 'preferred', text: preferred });
    if (former) names.push({ field: 'former', text: former });
    yield {
      id: uuidOf(random),
      teamId: random() < 0.9 ? memberId(1, Math.floor(random() * 12)) : null,
      practitionerId: random() < 0.95 ? memberId(2, Math.floor(random() ** 2 * 60)) : null,
      status: Math.floor(random() ** 2 * 5),
      born: random() < 0.97 ? Math.floor(random() * 32000) - 14000 : null,
      lastActivity: 1_700_000_000_000 + Math.floor(random() * 9e10),
      sortKey: normalise(`${family} ${given}`),
      names,
    };
  }
}

/** `count` needles of `length` characters cut from words of the entries, common and rare ones as they come. */
export function madeNeedles(entries: readonly SearchEntry[], length: number, count: number, seed = 7): string[] {
  const random = seeded(seed + length);
  const needles: string[] = [];
  while (needles.length < count) {
    const entry = entries[Math.floor(random() * entries.length)]!;
    const words = entry.names.flatMap(({ text }) => normalise(text).split(' ')).filter((word) => word.length >= length);
    const word = words[Math.floor(random() * words.length)];
    if (!word) continue;
    const at = Math.floor(random() * (word.length - length + 1));
    needles.push(word.slice(at, at + length));
  }
  return needles;
}
