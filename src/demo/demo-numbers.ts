import { luhnAddsUp } from '../modules/clients/domain/check-digits.js';
import type { IdentifierKind } from '../modules/clients/domain/identifiers.js';
import type { Random } from './random.js';

/** Mobile numbers that ACMA keeps unused for fiction; they repeat, because there are so few. */
export const FICTION_MOBILES: readonly string[] = (
  '570006 570156 570157 570158 570159 570110 570313 570737 571266 571491 571804 572549 572665 572983 573770 573087 574118 574632 575254 ' +
  '575789 576398 576801 577426 577644 578957 578148 578888 579212 579760 579455'
)
  .split(' ')
  .map((tail) => `+61491${tail}`);

const AREA_CODES: Readonly<Record<string, string>> = { NSW: '2', ACT: '2', VIC: '3', TAS: '3', QLD: '7', SA: '8', WA: '8', NT: '8' };

/** A mobile number for fiction, E.164. */
export function demoMobile(random: Random): string {
  return random.pick(FICTION_MOBILES);
}

/** A landline in ACMA's range for fiction (5550 xxxx) with the state's area code, E.164. */
export function demoLandline(random: Random, state: string): string {
  return `+61${AREA_CODES[state] ?? '2'}5550${random.digits(4)}`;
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const LETTERS_AND_DIGITS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A made-up identifier with right check digits. Never looked up anywhere; any likeness to a real one is chance. */
export function demoIdentifier(kind: IdentifierKind, random: Random, country = 'AU'): string {
  switch (kind) {
    case 'passport':
      return demoPassport(random, country);
    case 'visa_grant':
      return `00${random.digits(11)}`;
    case 'transaction_reference':
      return `EGO${letters(random, LETTERS_AND_DIGITS, 7)}`;
    case 'dha_file':
      return `${random.pick(['BCC', 'CLF', 'OSF'])}20${10 + random.below(16)}/${random.digits(6)}`;
    case 'medicare':
      return demoMedicare(random);
    case 'ndis':
      return `43${random.digits(7)}`;
    case 'dva':
      return `${random.pick([...'NVQSWT'])}${random.pick(['X', 'SM', 'KM', 'SS'])}${1 + random.below(9)}${random.digits(3)}`;
    case 'ihi':
      return withLuhn(`800360${random.digits(9)}`);
    case 'acn':
      return demoAcn(random);
    case 'abn':
      return abnOf(random.digits(9));
    case 'other':
      return `${letters(random, LETTERS, 2)}-${random.digits(5)}`;
  }
}

/** An ACN, and the ABN that a company with it has. */
export function demoCompanyNumbers(random: Random): { acn: string; abn: string } {
  const acn = demoAcn(random);
  return { acn, abn: abnOf(acn) };
}

function demoPassport(random: Random, country: string): string {
  if (country === 'AU')
    return `${random.chance(0.3) ? `P${random.pick(['A', 'B', 'C', 'D', 'E'])}` : random.pick([...'ELMN'])}${random.digits(7)}`;
  if (country === 'IN' || country === 'VN') return `${letters(random, LETTERS, 1)}${random.digits(7)}`;
  if (country === 'CN') return `E${letters(random, LETTERS, 1)}${random.digits(7)}`;
  if (country === 'GB' || country === 'US') return random.digits(9);
  return `${letters(random, LETTERS, 2)}${random.digits(7)}`;
}

function demoMedicare(random: Random): string {
  const first = `${2 + random.below(5)}${random.digits(7)}`;
  return `${first}${weighted(first, [1, 3, 7, 9, 1, 3, 7, 9]) % 10}${1 + random.below(9)}${1 + random.below(5)}`;
}

function demoAcn(random: Random): string {
  const first = random.digits(8);
  return `${first}${(10 - (weighted(first, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10}`;
}

function abnOf(nine: string): string {
  const rest = (89 - (weighted(nine, [3, 5, 7, 9, 11, 13, 15, 17, 19]) % 89)) % 89;
  return `${Math.floor(rest / 10) + 1}${rest % 10}${nine}`;
}

function withLuhn(partial: string): string {
  for (let digit = 0; digit < 10; digit++) if (luhnAddsUp(`${partial}${digit}`)) return `${partial}${digit}`;
  throw new Error('unreachable: one of ten digits always fits');
}

function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) sum += weights[index]! * (digits.charCodeAt(index) - 48);
  return sum;
}

function letters(random: Random, alphabet: string, count: number): string {
  let text = '';
  for (let index = 0; index < count; index++) text += alphabet.charAt(random.below(alphabet.length));
  return text;
}
