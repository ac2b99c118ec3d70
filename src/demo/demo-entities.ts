import { NO_DETAILS } from '../modules/clients/domain/client-details.js';
import { demoCompanyNumbers, demoLandline } from './demo-numbers.js';
import { identifier } from './edge-case.js';
import { streetAddress } from './places.js';
import type { Suburb } from './places.js';
import type { DemoClient } from './practice-types.js';
import type { Random } from './random.js';

const ENTITY_WORDS = [
  'Brightwater',
  'Coolabah',
  'Stonefish',
  'Eucla',
  'Meridian Bay',
  'Tallowwood',
  'Yarra Bend',
  'Nullarbor',
  'Swan Reach',
  'Blue Gum',
  'Ridgeline',
  'Seagrass',
  'Limestone',
  'Copperfield',
  'Windmill',
];
const ENTITY_TRADES = [
  'Joinery',
  'Bakehouse',
  'Engineering',
  'Aged Care',
  'Logistics',
  'Software',
  'Hospitality',
  'Orchards',
  'Construction',
  'Early Learning',
  'Dental',
  'Fabrication',
];

/** A company, or an owners corporation where strata disputes are heard, with numbers that add up. */
export function entityValues(
  random: Random,
  index: number,
  place: Suburb,
  strata: boolean,
): Pick<DemoClient, 'card' | 'details' | 'identifiers'> {
  const word = random.pick(ENTITY_WORDS);
  const owners = strata && random.chance(0.4);
  const registered = owners
    ? `The Owners of ${word} ${random.pick(['Court', 'Gardens', 'Towers', 'Mews'])} Strata Plan ${1_000 + random.below(80_000)}`
    : `${word} ${random.pick(ENTITY_TRADES)} Pty Ltd`;
  const { acn, abn } = demoCompanyNumbers(random);
  return {
    card: {
      kind: 'entity',
      legalName: { family: registered, given: '', familyFirst: false },
      preferredName: null,
      formerNames: [],
      dateOfBirth: null,
    },
    details: {
      ...NO_DETAILS,
      emails: [{ label: 'office', value: `office${index}@${word.toLowerCase().replace(/[^a-z]+/g, '')}.example`, main: true }],
      phones: [{ label: 'office', value: demoLandline(random, place.state), main: true }],
      addresses: [{ kind: 'postal', line1: streetAddress(random), line2: null, ...place, country: 'AU', freeform: null }],
      contactChannels: ['email'],
    },
    identifiers: owners ? [identifier('abn', abn)] : [identifier('abn', abn), identifier('acn', acn)],
  };
}
