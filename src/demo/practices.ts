import { displayName } from '../modules/clients/domain/client.js';
import { PeopleSource } from './people.js';
import type { DemoMember, DemoModule, DemoPractice, DemoSize, DemoTeam } from './practice-types.js';
import { Random } from './random.js';

const ALL: readonly DemoModule[] = [
  'clients',
  'cases',
  'communications',
  'ai',
  'documents',
  'invoices',
  'reports',
  'billing',
  'settings',
  'team_management',
];
const PRACTITIONER: readonly DemoModule[] = ['clients', 'cases', 'communications', 'ai', 'documents', 'invoices'];
const OFFICE: readonly DemoModule[] = ['clients', 'cases', 'communications', 'documents', 'invoices'];
const FINANCE: readonly DemoModule[] = ['clients', 'invoices', 'reports', 'billing'];
const OUTSIDE: readonly DemoModule[] = ['clients', 'cases', 'documents'];

const SYDNEY = 'Australia/Sydney';
const MELBOURNE = 'Australia/Melbourne';
const ADELAIDE = 'Australia/Adelaide';
const PERTH = 'Australia/Perth';

/** The practices of a demo: the three everyday ones, or the one large one for measuring. */
export function demoPractices(size: DemoSize): readonly DemoPractice[] {
  return size === 'large' ? [redgum()] : [wattlebird(), saltbush(), clearwater()];
}

/** How many clients a practice has at a size. */
export function demoClientCount(practice: DemoPractice, size: DemoSize): number {
  return practice.clients[size];
}

function wattlebird(): DemoPractice {
  return {
    name: 'Wattlebird Migration',
    slug: 'wattlebird',
    vertical: 'migration',
    locality: 'Parramatta',
    timeZone: SYDNEY,
    words: { matter: 'case', matters: 'cases' },
    filePrefix: 'WB',
    clients: { small: 300, mid: 300, large: 300 },
    teams: [{ name: 'Skilled and family', timeZone: SYDNEY, areas: ['parramatta'] }],
    members: [
      member('priya@wattlebird.example', 'Priya Raghunathan', 'owner', 'all', 'Registered migration agent', 0, true, ALL),
      member('hamish@wattlebird.example', 'Hamish Doyle', 'member', 'assigned', 'Registered migration agent', 0, true, PRACTITIONER),
      member('salma@wattlebird.example', 'Salma Haddad', 'admin', 'all', 'Practice administrator', 0, false, ALL),
    ],
  };
}

function saltbush(): DemoPractice {
  const teams: DemoTeam[] = [
    ...['Geelong occupational therapy', 'Geelong speech pathology', 'Geelong psychology'].map((name) => ({
      name,
      timeZone: MELBOURNE,
      areas: ['geelong'] as const,
    })),
    ...['Adelaide physiotherapy', 'Adelaide psychology', 'Adelaide early childhood'].map((name) => ({
      name,
      timeZone: ADELAIDE,
      areas: ['adelaide'] as const,
    })),
  ];
  const titles = [
    'Occupational therapist',
    'Speech pathologist',
    'Psychologist',
    'Physiotherapist',
    'Psychologist',
    'Early childhood occupational therapist',
  ];
  const named = [
    member('marguerite@saltbush.example', 'Marguerite Whitaker', 'owner', 'all', 'Clinical director', 0, true, ALL),
    member('anh-dao@saltbush.example', 'Phạm Anh Đào', 'member', 'team', 'Speech pathologist, team lead', 1, true, PRACTITIONER),
    member('declan@saltbush.example', 'Declan Ó Faoláin', 'member', 'assigned', 'Physiotherapist', 3, true, PRACTITIONER),
    member('teuila@saltbush.example', 'Teuila Leota', 'admin', 'all', 'Practice manager', null, false, ALL),
    member('zofia@saltbush.example', 'Zofia Dąbrowska', 'member', 'all', 'Finance', null, false, FINANCE),
  ];
  const staff = colleagues('saltbush', 35, named, (index) =>
    index < 25
      ? {
          title: titles[index % 6]!,
          team: index % 6,
          scope: index % 8 === 0 ? 'team' : 'assigned',
          practitioner: true,
          modules: PRACTITIONER,
        }
      : index < 33
        ? { title: 'Reception', team: index % 6, scope: 'team', practitioner: false, modules: OFFICE }
        : { title: 'Finance', team: null, scope: 'all', practitioner: false, modules: FINANCE },
  );
  return {
    name: 'Saltbush Allied Health',
    slug: 'saltbush',
    vertical: 'allied_health',
    locality: 'Geelong and Adelaide',
    timeZone: MELBOURNE,
    words: { matter: 'episode', matters: 'episodes' },
    filePrefix: 'SB',
    clients: { small: 600, mid: 12_000, large: 12_000 },
    teams,
    members: [...named, ...staff],
  };
}

function clearwater(): DemoPractice {
  return {
    name: 'Clearwater Resolution',
    slug: 'clearwater',
    vertical: 'dispute_resolution',
    locality: 'Perth',
    timeZone: PERTH,
    words: { matter: 'dispute', matters: 'disputes' },
    filePrefix: 'CR',
    clients: { small: 400, mid: 1_400, large: 1_400 },
    teams: [
      { name: 'Perth', timeZone: PERTH, areas: ['perth'] },
      { name: 'National panel', timeZone: SYDNEY, areas: ['national'] },
    ],
    members: [
      member('ngaire@clearwater.example', 'Ngaire Tamahori', 'owner', 'all', 'Principal mediator', 0, true, ALL),
      member('stavros@clearwater.example', 'Stavros Nikolaidis', 'member', 'team', 'Mediator', 0, true, PRACTITIONER),
      member('imogen@clearwater.example', 'Imogen Fairweather', 'member', 'assigned', 'Mediator, national panel', 1, true, PRACTITIONER),
      member('kwabena@clearwater.example', 'Kwabena Owusu', 'member', 'assigned', 'Mediator, national panel', 1, true, PRACTITIONER),
      member('beatriz@clearwater.example', 'Beatriz Castañeda Núñez', 'member', 'team', 'Case manager', 0, false, OFFICE),
      member('rory@clearwater.example', 'Rory Lockwood', 'admin', 'all', 'Case manager', 1, false, ALL),
      member('morag@baylis-legal.example', 'Morag Sutherland', 'member', 'assigned', 'Solicitor, Baylis Legal', null, false, OUTSIDE),
      member(
        'tejas@harbourchambers.example',
        'Tejas Krishnamurthy',
        'member',
        'assigned',
        'Solicitor, Harbour Chambers',
        null,
        false,
        OUTSIDE,
      ),
    ],
  };
}

/** The large practice: 400,000 clients, 800 members of whom 500 have clients, 60 teams in five offices. */
function redgum(): DemoPractice {
  const offices = [
    ['Geelong', MELBOURNE, 'geelong'],
    ['Adelaide', ADELAIDE, 'adelaide'],
    ['Parramatta', SYDNEY, 'parramatta'],
    ['Perth', PERTH, 'perth'],
    ['Outreach', 'Australia/Brisbane', 'national'],
  ] as const;
  const services = [
    'occupational therapy',
    'speech pathology',
    'psychology',
    'physiotherapy',
    'early childhood',
    'dietetics',
    'social work',
    'podiatry',
    'exercise physiology',
    'continence',
    'driver assessment',
    'home modifications',
  ];
  const teams = offices.flatMap(([office, timeZone, area]) =>
    services.map((service) => ({ name: `${office} ${service}`, timeZone, areas: [area] })),
  );
  const named = [
    member('miriam@redgum.example', 'Miriam Ashford', 'owner', 'all', 'Chief executive', null, false, ALL),
    member('haoran@redgum.example', 'Ouyang Haoran', 'admin', 'all', 'Operations manager', null, false, ALL),
  ];
  const staff = colleagues('redgum', 798, named, (index) =>
    index < 500
      ? { title: 'Clinician', team: index % 60, scope: index % 9 === 0 ? 'team' : 'assigned', practitioner: true, modules: PRACTITIONER }
      : index < 760
        ? { title: 'Client services', team: index % 60, scope: 'team', practitioner: false, modules: OFFICE }
        : { title: 'Finance', team: null, scope: 'all', practitioner: false, modules: FINANCE },
  );
  return {
    name: 'Redgum Community Health',
    slug: 'redgum',
    vertical: 'allied_health',
    locality: 'Melbourne',
    timeZone: MELBOURNE,
    words: { matter: 'episode', matters: 'episodes' },
    filePrefix: 'RG',
    clients: { small: 600, mid: 12_000, large: 400_000 },
    teams,
    members: [...named, ...staff],
  };
}

type Post = Pick<DemoMember, 'title' | 'team' | 'scope' | 'practitioner' | 'modules'>;

/** Members with generated names: the same ones at every start. */
function colleagues(slug: string, count: number, taken: readonly DemoMember[], post: (index: number) => Post): DemoMember[] {
  const people = new PeopleSource(new Random(`members of ${slug}`), false);
  const emails = new Set(taken.map((known) => known.email));
  return Array.from({ length: count }, (_, index) => {
    const person = people.person();
    let email = `${person.slug}@${slug}.example`;
    for (let again = 2; emails.has(email); again++) email = `${person.slug}${again}@${slug}.example`;
    emails.add(email);
    return { email, displayName: displayName(person.name), role: 'member' as const, ...post(index) };
  });
}

function member(
  email: string,
  name: string,
  role: DemoMember['role'],
  scope: DemoMember['scope'],
  title: string,
  team: number | null,
  practitioner: boolean,
  modules: readonly DemoModule[],
): DemoMember {
  return { email, displayName: name, role, scope, title, team, practitioner, modules };
}
