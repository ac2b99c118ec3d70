import { addDays } from '../modules/clients/domain/calendar.js';
import { bornToTurn } from './birthdays.js';
import { demoCompanyNumbers, demoIdentifier } from './demo-numbers.js';
import { consent, identifier, to, toOutsider } from './edge-case.js';
import type { EdgeCase } from './edge-case.js';
import { Random } from './random.js';

const FREMANTLE = { suburb: 'Fremantle', state: 'WA', postcode: '6160' };
const SUBIACO = { suburb: 'Subiaco', state: 'WA', postcode: '6008' };

/** Clearwater's hand-written clients: parties on both sides, a strata scheme, and one who is also known elsewhere. */
export function clearwaterCases(today: string): readonly EdgeCase[] {
  const random = new Random('Clearwater cases');
  const aged = (age: number, days = 80): string => addDays(bornToTurn(age, today), -days);
  const { acn, abn } = demoCompanyNumbers(random);
  return [
    {
      file: 2401,
      name: ['Trelawney', 'Beverley'],
      born: aged(74),
      practitioner: 'ngaire',
      daysAgo: 0,
      details: {
        phones: [{ label: 'home', value: '+61855507711', main: true }],
        contactChannels: ['phone', 'post'],
        contactNote: 'Takes part by telephone only: no video, no e-mail. Post her the papers a week ahead.',
      },
      home: ['6 Tuart Close', FREMANTLE],
    },
    {
      file: 2402,
      name: ['The Owners of Seagrass Mews Strata Plan 48120'],
      entity: true,
      practitioner: 'ngaire',
      daysAgo: 0,
      email: 'council@seagrassmews.example',
      identifiers: [identifier('abn', demoIdentifier('abn', random))],
      relationships: [toOutsider('other', 'Coastline Strata Managers', 'Acts for the council of owners')],
    },
    {
      file: 2403,
      name: ['Windmill Logistics Pty Ltd'],
      entity: true,
      practitioner: 'stavros',
      daysAgo: 1,
      email: 'people@windmilllogistics.example',
      identifiers: [identifier('abn', abn), identifier('acn', acn)],
    },
    {
      file: 2404,
      name: ['Okonkwo', 'Emeka'],
      born: aged(35),
      practitioner: 'stavros',
      daysAgo: 1,
      email: 'emeka.okonkwo@mail.example',
      mobile: '+61491577644',
      relationships: [to('employer', 2, 'Other party in a workplace dispute')],
    },
    {
      file: 2405,
      name: ['Wetherill', 'Saoirse'],
      formerNames: [{ family: 'Lockwood', given: 'Saoirse', familyFirst: false }],
      born: aged(43),
      practitioner: 'imogen',
      daysAgo: 2,
      email: 'saoirse.wetherill@mail.example',
      mobile: '+61491578957',
      details: { contactNote: 'Former name Lockwood: a case manager of ours shares it. Conflict check needed.' },
    },
    {
      file: 2406,
      name: ['Wetherill', 'Gordon'],
      born: aged(46),
      practitioner: 'imogen',
      daysAgo: 2,
      email: 'gordon.wetherill@post.example',
      mobile: '+61491578148',
      relationships: [to('partner', 4, 'Separated; other party. Never in one room or one message.')],
    },
    {
      file: 2407,
      name: ['Lim', 'Chee Keong'],
      familyFirst: true,
      preferredName: 'CK',
      born: aged(52),
      practitioner: 'kwabena',
      daysAgo: 3,
      email: 'cheekeong.lim@mail.example',
      details: { languages: ['yue', 'en'] },
      home: ['2/19 Karri Way', SUBIACO],
    },
    {
      file: 2408,
      name: ['D’Souza', 'Perpetua'],
      born: aged(39),
      practitioner: 'kwabena',
      daysAgo: 4,
      email: 'perpetua.dsouza@mail.example',
      mobile: '+61491578888',
      relationships: [toOutsider('referrer', 'Harbour Chambers')],
      consents: [
        consent('privacy_collection', addDays(today, -70)),
        consent('share_with_third_party', addDays(today, -70), { note: 'With her solicitor at Harbour Chambers.' }),
      ],
    },
    {
      file: 2409,
      name: ['Trelawny', 'Beverly'],
      born: aged(74),
      status: 'archived',
      practitioner: 'ngaire',
      daysAgo: 700,
      details: { phones: [{ label: 'home', value: '+61855507711', main: true }], contactNote: 'Earlier dispute: same person as CR-2401.' },
    },
  ];
}
