import { addDays, addYears } from '../modules/clients/domain/calendar.js';
import type { IdentifierValues } from '../modules/clients/domain/identifiers.js';
import { bornToTurn } from './birthdays.js';
import { demoCompanyNumbers, demoIdentifier } from './demo-numbers.js';
import { consent, identifier, to } from './edge-case.js';
import type { EdgeCase } from './edge-case.js';
import { Random } from './random.js';

const HARRIS_PARK = { suburb: 'Harris Park', state: 'NSW', postcode: '2150' };
const SPONSOR = 6;

/** What the cases are made with: identifiers that repeat from start to start, and dates counted from `today`. */
export function wattlebirdMakers(today: string, part: string) {
  const random = new Random(`Wattlebird cases, ${part}`);
  return {
    company: () => demoCompanyNumbers(random),
    passport: (country: string, expiresInDays: number): IdentifierValues =>
      identifier('passport', demoIdentifier('passport', random, country), { country, expiresOn: addDays(today, expiresInDays) }),
    visa: (note: string, expiresInDays: number): IdentifierValues =>
      identifier('visa_grant', demoIdentifier('visa_grant', random), { note, expiresOn: addDays(today, expiresInDays) }),
    aged: (age: number, days = 100): string => addDays(bornToTurn(age, today), -days),
  };
}

/** Wattlebird's hand-written clients with stories: a partner case, and a sponsor with nine employees. */
export function wattlebirdCases(today: string): readonly EdgeCase[] {
  const { company, passport, visa, aged } = wattlebirdMakers(today, 'stories');
  const { acn, abn } = company();
  return [
    {
      file: 2214,
      name: ['Nguyễn', 'Thị Thu Hà'],
      familyFirst: true,
      preferredName: 'Hannah',
      born: aged(32),
      practitioner: 'priya',
      daysAgo: 0,
      email: 'thuha.nguyen@mail.example',
      mobile: '+61491570156',
      home: ['14 Coolibah Lane', HARRIS_PARK],
      details: {
        title: 'Ms',
        gender: 'female',
        citizenships: ['VN'],
        languages: ['vi', 'en'],
        interpreterNeeded: true,
        contactChannels: ['email', 'sms'],
        contactNote: 'No calls before noon.',
      },
      identifiers: [
        identifier('visa_grant', '0071342888062', { note: 'Bridging visa A', expiresOn: addDays(today, 12) }),
        identifier('passport', 'C1234321', { country: 'VN', expiresOn: addYears(today, 4) }),
        identifier('transaction_reference', 'EGOPM388KQ', { issuedBy: 'Department of Home Affairs' }),
        identifier('medicare', '21234567011', { note: 'Reciprocal health care' }),
      ],
      consents: [
        consent('privacy_collection', addDays(today, -292)),
        consent('ai_assistant', addDays(today, -292)),
        consent('sms', addDays(today, -292)),
      ],
    },
    {
      file: 2215,
      name: ['Marsh', 'Daniel'],
      born: aged(35),
      practitioner: 'priya',
      daysAgo: 2,
      email: 'daniel.marsh@mail.example',
      mobile: '+61491570157',
      home: ['14 Coolibah Lane', HARRIS_PARK],
      details: { citizenships: ['AU'], gender: 'male' },
      identifiers: [passport('AU', 2_100)],
      relationships: [
        to('partner', 0, 'Sponsor of the partner visa; may know the sponsorship only', addDays(today, -292)),
        to('sponsored_by', 0),
      ],
    },
    {
      file: 2216,
      name: ['Marsh', 'Minh Anh'],
      born: aged(4),
      practitioner: 'priya',
      daysAgo: 2,
      home: ['14 Coolibah Lane', HARRIS_PARK],
      details: { citizenships: ['AU', 'VN'] },
      relationships: [to('parent', 0, 'Included in the application'), to('parent', 1)],
    },
    {
      file: 2217,
      name: ['Marsh', 'Anh-Thư'],
      formerNames: [{ family: 'Nguyễn', given: 'Anh Thư', familyFirst: true }],
      born: aged(41),
      practitioner: 'hamish',
      daysAgo: 6,
      email: 'anhthu.marsh@post.example',
      mobile: '+61491570158',
      details: { citizenships: ['VN'], languages: ['vi', 'en'] },
      identifiers: [passport('VN', 900)],
    },
    {
      file: 2218,
      name: ['Nguyễn', 'Bảo Long'],
      familyFirst: true,
      status: 'prospect',
      born: aged(28),
      practitioner: 'priya',
      daysAgo: 4,
      email: 'baolong.nguyen@mail.example',
      details: { citizenships: ['VN'] },
      consents: [],
    },
    {
      file: 2219,
      name: ['Trần', 'Nguyệt Minh'],
      familyFirst: true,
      status: 'archived',
      born: aged(24),
      practitioner: 'hamish',
      daysAgo: 300,
      email: 'nguyetminh.tran@mail.example',
      details: { citizenships: ['VN'] },
    },
    {
      file: 2220,
      name: ['Brightwater Joinery Pty Ltd'],
      entity: true,
      practitioner: 'hamish',
      daysAgo: 3,
      email: 'office@brightwater.example',
      details: {
        phones: [{ label: 'office', value: '+61255501188', main: true }],
        contactNote: 'Standard business sponsor. Nine employees sponsored.',
      },
      identifiers: [identifier('abn', abn), identifier('acn', acn)],
    },
    ...SPONSORED.map(([family, given, country, age], index): EdgeCase => ({
      file: 2221 + index,
      name: [family, given],
      born: aged(age),
      practitioner: 'hamish',
      daysAgo: 3 + index,
      email: `employee${index + 1}@brightwater.example`,
      mobile: `+6149157015${6 + (index % 4)}`,
      details: { citizenships: [country] },
      identifiers: [passport(country, 400 + index * 90), visa('Skills in demand 482', 60 + index * 50)],
      relationships: [to('sponsor', SPONSOR, null, addDays(today, -400)), to('employer', SPONSOR)],
    })),
  ];
}

const SPONSORED: readonly (readonly [family: string, given: string, country: string, age: number])[] = [
  ['Adebayo', 'Oluwaseun', 'NG', 34],
  ['Mac Giolla Phádraig', 'Cathal', 'IE', 29],
  ['Shrestha', 'Bishal', 'NP', 27],
  ['Dela Cruz', 'Rodel', 'PH', 41],
  ['Dvořáková', 'Tereza', 'CZ', 30],
  ['Patel', 'Nikhil', 'IN', 26],
  ['Ma’afu', 'Sione', 'TO', 38],
  ['Park', 'Min-jun', 'KR', 33],
  ['Smythe-Jones', 'Penelope', 'GB', 45],
];
