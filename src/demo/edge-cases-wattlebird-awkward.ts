import { addDays, addYears } from '../modules/clients/domain/calendar.js';
import { consent, refusal } from './edge-case.js';
import type { EdgeCase } from './edge-case.js';
import { wattlebirdMakers } from './edge-cases-wattlebird.js';

const PARRAMATTA = { suburb: 'Parramatta', state: 'NSW', postcode: '2150' };
const GRANVILLE = { suburb: 'Granville', state: 'NSW', postcode: '2142' };

/** Wattlebird's awkward clients: a duplicate, unusual names, expired papers, a refusal, a file at the end of its keeping. */
export function wattlebirdAwkwardCases(today: string): readonly EdgeCase[] {
  const { passport, visa, aged } = wattlebirdMakers(today, 'awkward');
  return [
    {
      file: 2230,
      name: ['Ó Braonáin', 'Siobhán'],
      born: aged(30),
      practitioner: 'hamish',
      daysAgo: 4,
      email: 'siobhan.obraonain@mail.example',
      mobile: '+61491571266',
      details: { citizenships: ['IE'], contactNote: 'EU citizen: GDPR applies as well.' },
      identifiers: [passport('IE', 1_500)],
    },
    {
      file: 2231,
      name: ["O'Brennan", 'Siobhan'],
      born: aged(30),
      status: 'prospect',
      practitioner: 'priya',
      daysAgo: 20,
      email: 'siobhan.obrennan@post.example',
      mobile: '+61491571266',
      details: { contactNote: 'Entered twice: same person as WB-2230.' },
      consents: [],
    },
    {
      file: 2232,
      name: ['Kovář', 'Zdeněk'],
      status: 'waiting_list',
      born: aged(37),
      practitioner: 'priya',
      daysAgo: 5,
      email: 'zdenek.kovar@mail.example',
      details: { citizenships: ['CZ'], languages: ['cs', 'en'] },
      identifiers: [passport('CZ', 700)],
    },
    {
      file: 2233,
      name: ['Li', 'Xinyi'],
      familyFirst: true,
      preferredName: 'Cindy',
      born: aged(25),
      practitioner: 'priya',
      daysAgo: 5,
      email: 'xinyi.li@mail.example',
      details: { citizenships: ['CN'], languages: ['zh', 'en'] },
      identifiers: [passport('CN', 1_100)],
    },
    {
      file: 2234,
      name: ['Rezaei', 'Fatemeh'],
      born: aged(39),
      practitioner: 'priya',
      daysAgo: 6,
      mobile: '+61491571491',
      details: { citizenships: ['IR'], languages: ['fa'], interpreterNeeded: true },
      consents: [
        consent('privacy_collection', addDays(today, -200)),
        refusal('ai_assistant', addDays(today, -200), 'Asked in Farsi with an interpreter; does not want her story in any AI tool.'),
      ],
    },
    {
      file: 2235,
      name: ['Boateng-Reid', 'Kwame'],
      born: aged(44),
      practitioner: 'hamish',
      daysAgo: 7,
      email: 'kwame.boatengreid@mail.example',
      details: { citizenships: ['GH'] },
      identifiers: [passport('GH', -47)],
    },
    {
      file: 2236,
      name: ['Sandhu', 'Gurpreet Kaur'],
      born: aged(22),
      practitioner: 'priya',
      daysAgo: 1,
      email: 'gurpreet.sandhu@mail.example',
      details: { citizenships: ['IN'], languages: ['pa', 'en'] },
      identifiers: [passport('IN', 12)],
    },
    {
      file: 2237,
      name: ['Brandstätter', 'Lukas'],
      born: aged(33),
      practitioner: 'hamish',
      daysAgo: 9,
      email: 'lukas.brandstaetter@mail.example',
      details: {
        citizenships: ['AT'],
        languages: ['de', 'en'],
        contactNote: 'EU citizen: GDPR applies as well.',
        addresses: [
          {
            kind: 'home',
            line1: null,
            line2: null,
            suburb: null,
            state: null,
            postcode: null,
            country: 'AT',
            freeform: 'Birkenweg 3/2\n9999 Beispielbach\nÖsterreich',
          },
        ],
      },
      identifiers: [passport('AT', 2_000)],
    },
    {
      file: 2238,
      name: ['Faleolo', 'Talia'],
      born: aged(51),
      practitioner: 'hamish',
      daysAgo: 8,
      email: 'talia.faleolo@mail.example',
      details: { citizenships: ['WS', 'NZ'] },
    },
    {
      file: 2239,
      name: ['Abernathy', 'Ronald'],
      status: 'deceased',
      born: aged(81),
      practitioner: 'priya',
      daysAgo: 90,
      details: { citizenships: ['GB'], contactNote: 'Speak to his daughter only.' },
    },
    {
      file: 2240,
      name: ['Castellanos Ibarra', 'Rosa María'],
      status: 'archived',
      born: aged(58),
      practitioner: 'hamish',
      daysAgo: daysBetween(addYears(today, -7), today),
      details: { citizenships: ['CO'], contactNote: 'Seven years since the last action on this file.' },
    },
    {
      file: 2241,
      name: [LONG_FAMILY, 'Sri Lakshmi'],
      born: aged(29),
      practitioner: 'priya',
      daysAgo: 11,
      email: 'srilakshmi@inbox.example',
      details: { citizenships: ['IN'], languages: ['te', 'en'] },
    },
    {
      file: 2242,
      name: ['حدّاد', 'فاطمة الزهراء'],
      born: aged(27),
      practitioner: 'priya',
      daysAgo: 12,
      email: 'fatima.haddad@inbox.example',
      details: { citizenships: ['SY'], languages: ['ar'], interpreterNeeded: true },
    },
    {
      file: 2243,
      name: ['Wulandari'],
      born: aged(26),
      practitioner: 'hamish',
      daysAgo: 13,
      email: 'wulandari@inbox.example',
      details: {
        citizenships: ['ID'],
        languages: ['id', 'en'],
        contactNote: 'One name only: it is the family name in Home Affairs forms.',
      },
      identifiers: [passport('ID', 1_300)],
    },
    {
      file: 2244,
      name: ['Fernández Quiroga', 'Mateo'],
      born: aged(31),
      practitioner: 'hamish',
      daysAgo: 0,
      email: 'mateo.fernandez@mail.example',
      details: { citizenships: ['CL'], languages: ['es', 'en'] },
      identifiers: [passport('CL', 800), visa('Skilled nominated 190', 500)],
    },
    {
      file: 2245,
      name: ['Harrow', 'Estelle'],
      born: aged(47),
      practitioner: 'priya',
      status: 'archived',
      daysAgo: 13,
      email: 'estelle.harrow@home.example',
      details: { citizenships: ['ZA'], contactNote: 'Asked in writing for her documents back 13 days ago (s 54: 14 days).' },
      home: ['3 Quandong Street', GRANVILLE],
    },
    {
      file: 2246,
      name: ['Samadi', 'Esmatullah'],
      born: `${Number(today.slice(0, 4)) - 36}-01-01`,
      practitioner: 'hamish',
      daysAgo: 15,
      mobile: '+61491571804',
      details: {
        dateOfBirthAccuracy: 'year',
        citizenships: ['AF'],
        languages: ['fa-AF', 'haz'],
        interpreterNeeded: true,
        doNotContact: true,
        contactNote: 'In hiding from family: no letters, no voice mail.',
      },
      home: ['c/o 22 Mulga Road', PARRAMATTA],
    },
  ];
}

// Two hundred characters: the longest name the product takes.
const LONG_FAMILY =
  Array.from({ length: 12 }, () => 'Venkatanarasimha')
    .join('')
    .slice(0, 192) + 'rajuvari';

function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
}
