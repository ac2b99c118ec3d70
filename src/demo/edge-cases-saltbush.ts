import { addDays, ageOn } from '../modules/clients/domain/calendar.js';
import { bornToTurn, nextEighteenthBirthday } from './birthdays.js';
import { demoCompanyNumbers, demoIdentifier } from './demo-numbers.js';
import { consent, identifier, to, toOutsider } from './edge-case.js';
import type { EdgeCase } from './edge-case.js';
import { Random } from './random.js';

const BELMONT = { suburb: 'Belmont', state: 'VIC', postcode: '3216' };
const NORLANE = { suburb: 'Norlane', state: 'VIC', postcode: '3214' };
const PROSPECT = { suburb: 'Prospect', state: 'SA', postcode: '5082' };

/** Saltbush's hand-written clients: guardians, funding, consents, and ages that must stay true. */
export function saltbushCases(today: string): readonly EdgeCase[] {
  const random = new Random('Saltbush cases');
  const number = (kind: 'ndis' | 'medicare' | 'dva' | 'ihi') => identifier(kind, demoIdentifier(kind, random));
  const aged = (age: number, days = 60): string => addDays(bornToTurn(age, today), -days);
  const { acn, abn } = demoCompanyNumbers(random);
  const privacy = consent('privacy_collection', addDays(today, -150));
  return [
    {
      file: 2001,
      name: ['Ravenscroft', 'Judith'],
      born: aged(49),
      practitioner: 'marguerite',
      daysAgo: 0,
      email: 'judith.ravenscroft@mail.example',
      mobile: '+61491573770',
      home: ['8 Correa Court', BELMONT],
    },
    {
      file: 2002,
      name: ['Ravenscroft', 'Toby'],
      born: bornToTurn(18, nextEighteenthBirthday(today)),
      practitioner: 'marguerite',
      daysAgo: 0,
      mobile: '+61491573087',
      home: ['8 Correa Court', BELMONT],
      identifiers: [number('ndis'), number('medicare')],
      details: { contactNote: 'Turns 18: guardian access ends at local midnight.' },
      relationships: [to('guardian', 0, 'Parental authority until his 18th birthday'), to('parent', 0)],
    },
    {
      file: 2003,
      name: ['Tuilagi', 'Losa'],
      born: aged(38),
      practitioner: 'anh-dao',
      daysAgo: 1,
      email: 'losa.tuilagi@mail.example',
      mobile: '+61491574118',
      home: ['71 Bottlebrush Street', NORLANE],
    },
    {
      file: 2004,
      name: ['Hargreaves', 'Wayne'],
      born: aged(41),
      practitioner: 'anh-dao',
      daysAgo: 1,
      email: 'wayne.hargreaves@post.example',
      mobile: '+61491574632',
      home: ['5/12 Yarran Parade', NORLANE],
    },
    {
      file: 2005,
      name: ['Tuilagi-Hargreaves', 'Sina'],
      born: aged(7),
      practitioner: 'anh-dao',
      daysAgo: 1,
      identifiers: [number('ndis'), number('medicare')],
      home: ['71 Bottlebrush Street', NORLANE],
      details: { contactNote: 'Parents separated. Never write to both in one message.' },
      relationships: [
        to('guardian', 2, 'Sole parental responsibility for health under the court order', addDays(today, -500)),
        to('parent', 3, 'Court order: may have reports, may not consent or book', addDays(today, -500)),
      ],
    },
    {
      file: 2006,
      name: ['Okafor', 'Chiamaka'],
      born: aged(29),
      practitioner: 'anh-dao',
      daysAgo: 2,
      email: 'chiamaka.okafor@mail.example',
      mobile: '+61491575254',
      consents: [
        privacy,
        consent('voice_recording', addDays(today, -100), {
          withdrawnOn: addDays(today, -9),
          note: 'Withdrawn by phone; drafts deleted the same day.',
        }),
        consent('ai_assistant', addDays(today, -100), { withdrawnOn: addDays(today, -9) }),
      ],
    },
    {
      file: 2007,
      name: ['Penhaligon', 'Arthur'],
      born: aged(86),
      practitioner: 'declan',
      daysAgo: 2,
      details: {
        title: 'Mr',
        phones: [{ label: 'home', value: '+61855501420', main: true }],
        contactChannels: ['phone', 'post'],
        gp: 'Dr Balasubramaniam, Prospect Medical Centre',
      },
      identifiers: [number('dva'), number('medicare')],
      home: ['29 Wagtail Grove', PROSPECT],
    },
    {
      file: 2008,
      name: ['Fitzgerald', 'Éabha'],
      born: aged(31),
      practitioner: 'declan',
      daysAgo: 3,
      email: 'eabha.fitzgerald@mail.example',
      details: {
        languages: ['asf', 'en'],
        interpreterNeeded: true,
        contactChannels: ['sms', 'email'],
        contactNote: 'Deaf: never phone. Book an Auslan interpreter.',
      },
      identifiers: [number('ndis')],
    },
    {
      file: 2009,
      name: ['Simpson', 'Marlee'],
      born: aged(16),
      practitioner: 'marguerite',
      daysAgo: 3,
      mobile: '+61491575789',
      details: {
        indigenousStatus: 'aboriginal',
        pronouns: 'she/her',
        contactNote: 'May consent for herself; asks that her aunt does not see session notes.',
      },
      relationships: [toOutsider('guardian', 'Aunty Dulcie Simpson', 'Kinship carer')],
      identifiers: [number('medicare')],
    },
    {
      file: 2010,
      name: ['Planbridge Plan Management Pty Ltd'],
      entity: true,
      practitioner: 'marguerite',
      daysAgo: 4,
      email: 'invoices@planbridge.example',
      identifiers: [identifier('abn', abn), identifier('acn', acn)],
    },
    {
      file: 2011,
      name: ['Nguyễn', 'Văn Tài'],
      familyFirst: true,
      preferredName: 'Tai',
      born: aged(44),
      practitioner: 'declan',
      daysAgo: 4,
      email: 'vantai.nguyen@mail.example',
      details: { languages: ['vi'], interpreterNeeded: true, contactNote: 'Plan 92 per cent used.' },
      identifiers: [number('ndis')],
      relationships: [toOutsider('other', 'Planbridge Plan Management', 'Plan manager')],
    },
    {
      file: 2012,
      name: ['Zammit', 'Carmelo'],
      born: leapDay(today, 60),
      practitioner: 'declan',
      daysAgo: 5,
      mobile: '+61491576398',
      identifiers: [number('medicare')],
      details: { contactNote: 'Born on 29 February.' },
    },
    {
      file: 2013,
      name: ['Featherstone', 'Dorothy'],
      born: aged(103),
      practitioner: 'declan',
      daysAgo: 6,
      details: { phones: [{ label: 'home', value: '+61855500103', main: true }], contactChannels: ['phone'] },
      identifiers: [number('medicare')],
    },
    {
      file: 2014,
      name: ['Karki', 'Anusha'],
      born: aged(5),
      practitioner: 'anh-dao',
      daysAgo: 6,
      details: { contactNote: 'Twin of SB-2015: check the name on every report.' },
    },
    {
      file: 2015,
      name: ['Karki', 'Anisha'],
      born: aged(5),
      practitioner: 'anh-dao',
      daysAgo: 6,
      relationships: [to('sibling', 13, 'Twin')],
    },
    {
      file: 2016,
      name: ['Mohammadi', 'Narges'],
      born: aged(0, 20),
      practitioner: 'anh-dao',
      daysAgo: 7,
      details: { contactNote: 'Newborn: Medicare card not issued yet.' },
      relationships: [toOutsider('parent', 'Zahra Mohammadi')],
    },
    {
      file: 2017,
      name: ['Wetherby', 'Graham'],
      born: aged(62),
      practitioner: 'declan',
      daysAgo: 8,
      email: 'graham.wetherby@mail.example',
      mobile: '+61491576801',
      details: { doNotContact: true, contactNote: 'No messages of any kind, reminders included. He rings us.' },
    },
    {
      file: 2018,
      name: ['Gonçalves', 'Inês'],
      born: aged(36),
      practitioner: 'marguerite',
      daysAgo: 9,
      email: 'ines.goncalves@mail.example',
      mobile: '+61491577426',
    },
    {
      file: 2019,
      name: ['Goncalves', 'Ines'],
      born: aged(36),
      status: 'waiting_list',
      practitioner: 'declan',
      daysAgo: 30,
      email: 'ines.goncalves@mail.example',
      mobile: '+61491577426',
      details: { contactNote: 'Entered again by the Adelaide office: same person as SB-2018.' },
    },
    {
      file: 2020,
      name: ['Blackwood', 'Alex'],
      preferredName: 'Lex',
      formerNames: [{ family: 'Blackwood', given: 'Alexandra', familyFirst: false }],
      born: aged(21),
      practitioner: 'marguerite',
      daysAgo: 10,
      email: 'lex.blackwood@mail.example',
      details: { gender: 'non-binary', pronouns: 'they/them' },
    },
    {
      file: 2021,
      name: ['Leota', 'Fetu'],
      status: 'deceased',
      born: aged(70),
      practitioner: 'declan',
      daysAgo: 45,
      relationships: [toOutsider('partner', 'Mele Leota')],
    },
  ];
}

/** A 29 February about so many years ago. */
function leapDay(today: string, years: number): string {
  let year = Number(today.slice(0, 4)) - years;
  while (!(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))) year -= 1;
  return ageOn(`${year}-02-29`, today) >= years ? `${year}-02-29` : `${year - 4}-02-29`;
}
