// Languages spoken in Australia that CLDR has no English name for, or whose everyday name is another one.
const NAMES =
  'asf:auslan,australian sign language pjt:pitjantjatjara wbp:warlpiri aer:eastern arrernte,arrernte dhg:djambarrpuyngu rop:kriol,australian kriol ' +
  'tcs:torres strait creole,yumplatok tiw:tiwi mwf:murrinh patha gup:kunwinjku haz:hazaragi fa-AF:dari zh:mandarin,chinese mandarin yue:cantonese,chinese cantonese ' +
  'nan:hokkien,min nan hak:hakka fil:tagalog,filipino aii:assyrian,assyrian neo-aramaic cld:chaldean,chaldean neo-aramaic apc:levantine arabic ' +
  'rhg:rohingya din:dinka nus:nuer ksw:karen,sgaw karen eky:eastern kayah cnh:hakha chin,chin ti:tigrinya om:oromo fa:farsi,persian el:greek pa:punjabi ' +
  'si:sinhalese,singhalese uz:uzbek my:burmese km:khmer,cambodian pis:pijin tpi:tok pisin bi:bislama rar:cook islands maori mi:maori rtm:rotuman hif:fiji hindi ' +
  'sm:samoan to:tongan fj:fijian en:english en-AU:australian english mfe:mauritian creole,morisyen cs:czech nl:dutch ro:romanian,moldovan';

const english = new Intl.DisplayNames(['en-AU'], { type: 'language', fallback: 'none' });
const checked = new Map<string, string | null>();
let byName: Map<string, string> | undefined;

/**
 * The canonical form of a BCP 47 tag that names a language (`ZH-hant` gives `zh-Hant`), or `null`. Two-letter languages
 * must exist in CLDR; three-letter ones may be any of ISO 639-3 except the private range qaa to qtz, because
 * languages of newly arrived communities are often not in CLDR.
 */
export function canonicalLanguage(tag: string): string | null {
  const known = checked.get(tag);
  if (known !== undefined) return known;
  const canonical = tag.length <= 35 ? canonicalise(tag) : null;
  if (checked.size < 1000) checked.set(tag, canonical);
  return canonical;
}

/** The English name of a language tag; the tag itself when there is none. */
export function languageName(tag: string): string {
  const name = english.of(tag);
  if (name !== undefined) return name;
  for (const entry of NAMES.split(/ (?=[a-z]{2,3}(?:-[A-Z]{2})?:)/)) {
    const [code, names] = split(entry);
    if (code === tag) return names[0]!.replace(/\b\p{L}/gu, (letter) => letter.toUpperCase());
  }
  return tag;
}

/** The tag of a language given as a tag or an English name, whatever its case; `null` when it is none. */
export function findLanguage(text: string): string | null {
  byName ??= namesToTags();
  const plain = text.trim().toLowerCase();
  return byName.get(plain) ?? canonicalLanguage(text.trim());
}

function canonicalise(tag: string): string | null {
  if (!/^[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*$/.test(tag)) return null;
  try {
    const canonical = Intl.getCanonicalLocales(tag)[0];
    if (canonical === undefined) return null;
    const primary = canonical.split('-', 1)[0]!;
    if (primary.length === 2) return english.of(primary) === undefined ? null : canonical;
    return primary >= 'qaa' && primary < 'qu' ? null : canonical;
  } catch {
    return null; // not well-formed BCP 47
  }
}

function namesToTags(): Map<string, string> {
  const names = new Map<string, string>();
  for (let a = 97; a < 123; a++) {
    for (let b = 97; b < 123; b++) {
      const code = String.fromCharCode(a, b);
      const name = english.of(code);
      const canonical = name === undefined ? null : canonicalLanguage(code);
      if (name !== undefined && canonical !== null) names.set(name.toLowerCase(), canonical);
    }
  }
  for (const entry of NAMES.split(/ (?=[a-z]{2,3}(?:-[A-Z]{2})?:)/)) {
    const [code, aliases] = split(entry);
    for (const alias of aliases) names.set(alias, code);
    const name = english.of(code);
    if (name !== undefined) names.set(name.toLowerCase(), code);
  }
  return names;
}

function split(entry: string): [string, string[]] {
  const colon = entry.indexOf(':');
  return [entry.slice(0, colon), entry.slice(colon + 1).split(',')];
}
