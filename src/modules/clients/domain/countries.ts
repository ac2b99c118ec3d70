// ISO 3166-1 alpha-2, the 249 assigned codes, and XK, which passports of Kosovo are commonly recorded under.
const CODES = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH ' +
    'CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN ' +
    'GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI ' +
    'LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM ' +
    'PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD ' +
    'TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK'
  ).split(' '),
);

// Names that practice exports and passports use and CLDR does not, three-letter codes seen most, and nationalities.
const ALIASES =
  'AU:aus,australian,commonwealth of australia VN:vietnam,viet nam,vnm,vietnamese CN:chn,chinese,peoples republic of china,pr china,mainland china ' +
  'IN:ind,indian GB:uk,gbr,great britain,england,scotland,wales,northern ireland,british,united kingdom of great britain and northern ireland ' +
  'US:usa,united states of america,american,america NZ:nzl,new zealander,aotearoa IE:irl,irish,republic of ireland KR:kor,republic of korea,korea,korean ' +
  'KP:prk,dprk HK:hkg,hong kong,hong kong sar MO:mac,macau,macao TW:twn,taiwanese,republic of china PH:phl,filipino,the philippines NP:npl,nepali,nepalese ' +
  'LK:lka,sri lankan PK:pak,pakistani BD:bgd,bangladeshi AF:afg,afghan IR:irn,iranian,islamic republic of iran,iran islamic republic of IQ:irq,iraqi ' +
  'SY:syr,syrian,syrian arab republic LB:lbn,lebanese EG:egy,egyptian TR:tur,turkey,turkish,turkiye RU:rus,russian,russian federation UA:ukr,ukrainian ' +
  'PL:pol,polish CZ:cze,czech,czech republic SK:svk,slovak DE:deu,german FR:fra,french IT:ita,italian ES:esp,spanish PT:prt,portuguese NL:nld,dutch,holland ' +
  'GR:grc,greek MT:mlt,maltese HR:hrv,croatian RS:srb,serbian BA:bih,bosnia,bosnian MK:mkd,macedonia,macedonian AL:alb,albanian RO:rou,romanian ' +
  'HU:hun,hungarian ZA:zaf,south african ZW:zwe,zimbabwean KE:ken,kenyan NG:nga,nigerian GH:gha,ghanaian ET:eth,ethiopian SO:som,somali SS:ssd,south sudanese ' +
  'SD:sdn,sudanese ER:eri,eritrean CD:cod,drc,democratic republic of the congo,congo kinshasa CG:cog,congo,republic of the congo CI:civ,ivory coast ' +
  'MU:mus,mauritian FJ:fji,fijian WS:wsm,samoan TO:ton,tongan PG:png,papua new guinean TL:tls,east timor SB:slb VU:vut KI:kir NR:nru TV:tuv CK:cok ' +
  'MY:mys,malaysian SG:sgp,singaporean ID:idn,indonesian TH:tha,thai MM:mmr,burma,burmese,myanmar KH:khm,cambodian LA:lao,laos,laotian,lao pdr JP:jpn,japanese ' +
  'BR:bra,brazilian CO:col,colombian CL:chl,chilean AR:arg,argentinian,argentine MX:mex,mexican PE:per,peruvian CA:can,canadian IL:isr,israeli ' +
  'PS:pse,palestine,palestinian,state of palestine JO:jor,jordanian SA:sau,saudi AE:are,uae,emirati SZ:swaziland CV:cape verde BN:brunei darussalam ' +
  'BO:plurinational state of bolivia VE:bolivarian republic of venezuela TZ:tza,united republic of tanzania MD:republic of moldova FM:federated states of micronesia ' +
  'VA:holy see XK:xkx,rks';

let byName: Map<string, string> | undefined;
const english = new Intl.DisplayNames(['en-AU'], { type: 'region', fallback: 'code' });

/** Whether this is an assigned ISO 3166-1 alpha-2 code (upper case), or `XK`. */
export function isCountryCode(code: string): boolean {
  return CODES.has(code);
}

/** The country's English name. */
export function countryName(code: string): string {
  return english.of(code) ?? code;
}

/**
 * The code of a country given as a code or an English name or nationality, whatever its case and punctuation;
 * `null` when it is none or could be several.
 */
export function findCountry(text: string): string | null {
  const upper = text.trim().toUpperCase();
  if (CODES.has(upper)) return upper;
  byName ??= namesToCodes();
  return byName.get(plain(text)) ?? null;
}

function namesToCodes(): Map<string, string> {
  const names = new Map<string, string>();
  for (const code of CODES) names.set(plain(countryName(code)), code);
  for (const entry of ALIASES.split(/ (?=[A-Z]{2}:)/)) {
    for (const alias of entry.slice(3).split(',')) names.set(plain(alias), entry.slice(0, 2));
  }
  return names;
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}|['’.]/gu, '')
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/^the /, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
