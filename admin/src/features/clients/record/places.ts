/** Countries and languages a person can choose, named in English by the browser itself. */

export interface Choice {
  value: string;
  label: string;
}

// ISO 3166-1 alpha-2, and XK, which passports of Kosovo are commonly recorded under.
const COUNTRIES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ ' +
  'DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP ' +
  'KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM ' +
  'PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ ' +
  'UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK';

// Languages spoken in Australian homes, and those of newly arrived communities. Any other tag can be typed.
const LANGUAGES =
  'en vi zh yue zh-Hant ar hi pa ne ta te ur bn gu ml mr si fil tl id ms th km lo my ko ja mn fa fa-AF ps ku haz tr el it es pt pt-BR fr de nl pl cs sk hu ro hr sr bs mk sq bg ru uk ' +
  'lt lv et fi sv da nb mt he am ti om so sw din nus rn rw ln zu af yo ig ha sn ksw eky cnh rhg hak nan cld aii apc bo dz ug uz kk az ka hy sm to fj hif mi rar niu tpi bi pis asf ase ' +
  'pjt wbp aer dhg rop tcs tiw mwf gup';

// What CLDR has no English name for, or whose everyday name in Australia is another one.
const EVERYDAY: Readonly<Record<string, string>> = {
  zh: 'Mandarin',
  yue: 'Cantonese',
  'zh-Hant': 'Mandarin (traditional script)',
  nan: 'Hokkien',
  hak: 'Hakka',
  'fa-AF': 'Dari',
  fa: 'Persian (Farsi)',
  haz: 'Hazaragi',
  asf: 'Auslan',
  pjt: 'Pitjantjatjara',
  wbp: 'Warlpiri',
  aer: 'Eastern Arrernte',
  dhg: 'Djambarrpuyngu',
  rop: 'Kriol',
  tcs: 'Torres Strait Creole',
  tiw: 'Tiwi',
  mwf: 'Murrinh-Patha',
  gup: 'Kunwinjku',
  aii: 'Assyrian',
  cld: 'Chaldean',
  apc: 'Levantine Arabic',
  rhg: 'Rohingya',
  ksw: 'Karen (S’gaw)',
  eky: 'Karenni',
  cnh: 'Hakha Chin',
  hif: 'Fiji Hindi',
  tl: 'Tagalog',
  pis: 'Pijin',
  rar: 'Cook Islands Māori',
  XK: 'Kosovo',
  VN: 'Viet Nam',
};

const regions = new Intl.DisplayNames(['en-AU'], { type: 'region', fallback: 'code' });
const tongues = new Intl.DisplayNames(['en-AU'], { type: 'language', fallback: 'code' });

/** The English name of a country. */
export function countryName(code: string): string {
  return EVERYDAY[code] ?? regions.of(code) ?? code;
}

/** The English name of a language; a tag nobody has named stays as it is. */
export function languageName(tag: string): string {
  if (EVERYDAY[tag] !== undefined) return EVERYDAY[tag];
  try {
    return tongues.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

let countries: Choice[] | undefined;
let languages: Choice[] | undefined;

/** Every country, by name. */
export function countryChoices(): Choice[] {
  countries ??= COUNTRIES.split(' ')
    .map((value) => ({ value, label: countryName(value) }))
    .sort(byLabel);
  return countries;
}

/** Languages by name; those already recorded are always among them. */
export function languageChoices(recorded: readonly string[] = []): Choice[] {
  languages ??= LANGUAGES.split(' ')
    .map((value) => ({ value, label: languageName(value) }))
    .sort(byLabel);
  const known = new Set(languages.map((choice) => choice.value));
  return [...recorded.filter((tag) => !known.has(tag)).map((value) => ({ value, label: languageName(value) })), ...languages];
}

function byLabel(a: Choice, b: Choice): number {
  return a.label.localeCompare(b.label, 'en-AU');
}
