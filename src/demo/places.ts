import type { Random } from './random.js';

/** A real suburb; the streets in it are invented. */
export interface Suburb {
  readonly suburb: string;
  readonly state: string;
  readonly postcode: string;
}

const suburbs = (text: string): readonly Suburb[] =>
  text.split(',').map((entry) => {
    const [, suburb, state, postcode] = /^\s*(.+) ([A-Z]{2,3}) (\d{4})$/.exec(entry)!;
    return { suburb: suburb!, state: state!, postcode: postcode! };
  });

/** Suburbs around each demo practice, and across the country for national panels. */
export const SUBURBS = {
  parramatta: suburbs(
    'Parramatta NSW 2150,Harris Park NSW 2150,Westmead NSW 2145,Granville NSW 2142,Auburn NSW 2144,Merrylands NSW 2160,Cabramatta NSW 2166,Blacktown NSW 2148,North Rocks NSW 2151,Carlingford NSW 2118,Eastwood NSW 2122,Lidcombe NSW 2141,Guildford NSW 2161,Fairfield NSW 2165,Wentworthville NSW 2145,Toongabbie NSW 2146,Strathfield NSW 2135,Liverpool NSW 2170,Penrith NSW 2750,Bankstown NSW 2200',
  ),
  geelong: suburbs(
    'Geelong VIC 3220,Corio VIC 3214,Belmont VIC 3216,Newtown VIC 3220,Highton VIC 3216,Norlane VIC 3214,Lara VIC 3212,Ocean Grove VIC 3226,Torquay VIC 3228,Grovedale VIC 3216,Leopold VIC 3224,Hamlyn Heights VIC 3215,Bell Park VIC 3215,Drysdale VIC 3222,Armstrong Creek VIC 3217,Werribee VIC 3030,Colac VIC 3250',
  ),
  adelaide: suburbs(
    'Adelaide SA 5000,Norwood SA 5067,Prospect SA 5082,Unley SA 5061,Glenelg SA 5045,Salisbury SA 5108,Modbury SA 5092,Elizabeth SA 5112,Port Adelaide SA 5015,Marion SA 5043,Campbelltown SA 5074,Hindmarsh SA 5007,Woodville SA 5011,Mount Barker SA 5251,Morphett Vale SA 5162,Gawler SA 5118',
  ),
  perth: suburbs(
    'Perth WA 6000,Fremantle WA 6160,Subiaco WA 6008,Victoria Park WA 6100,Joondalup WA 6027,Rockingham WA 6168,Midland WA 6056,Cannington WA 6107,Morley WA 6062,Scarborough WA 6019,Armadale WA 6112,Mandurah WA 6210,Claremont WA 6010,Balcatta WA 6021,Bunbury WA 6230',
  ),
  national: suburbs(
    'Newtown NSW 2042,Dubbo NSW 2830,Wollongong NSW 2500,Broken Hill NSW 2880,Richmond VIC 3121,Footscray VIC 3011,Dandenong VIC 3175,Ballarat VIC 3350,Bendigo VIC 3550,Brunswick VIC 3056,Sunshine VIC 3020,Toowong QLD 4066,Cairns QLD 4870,Townsville QLD 4810,Ipswich QLD 4305,Southport QLD 4215,Sunnybank QLD 4109,Darwin NT 0800,Alice Springs NT 0870,Hobart TAS 7000,Launceston TAS 7250,Belconnen ACT 2617,Braddon ACT 2612,Gungahlin ACT 2912,Whyalla SA 5600,Kalgoorlie WA 6430,Broome WA 6725,Springvale VIC 3171,Box Hill VIC 3128,Preston VIC 3072',
  ),
} as const;

/** A key of {@link SUBURBS}. */
export type Area = keyof typeof SUBURBS;

const STREETS =
  'Coolibah Banksia Wattlebird Saltbush Currawong Kurrajong Lilly_Pilly Bottlebrush Mulga Brolga Jacaranda Boobook Spinifex Quandong Grevillea Ironbark Pardalote Waratah Bilby Quoll Lyrebird Stringybark Correa Melaleuca Hakea Myall Yarran Belah Karri Tuart Marri Snow_Gum Sheoak Boronia Pademelon Corella Galah Rosella Firetail Wagtail'
    .split(' ')
    .map((name) => name.replace('_', ' '));
const STREET_TYPES = [
  'Street',
  'Street',
  'Street',
  'Road',
  'Avenue',
  'Lane',
  'Court',
  'Crescent',
  'Parade',
  'Close',
  'Place',
  'Drive',
  'Way',
  'Grove',
];

/** An invented street and number. */
export function streetAddress(random: Random): string {
  const number = 1 + random.below(random.chance(0.1) ? 900 : 140);
  const street = `${number} ${random.pick(STREETS)} ${random.pick(STREET_TYPES)}`;
  return random.chance(0.22) ? `${1 + random.below(40)}/${street}` : street;
}
