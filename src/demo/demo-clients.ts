import type { ClientCardValues, ClientDetailValues, ClientStatus } from '../modules/clients/domain/client.js';
import { NO_DETAILS } from '../modules/clients/domain/client-details.js';
import type { ConsentKind, ConsentValues } from '../modules/clients/domain/consents.js';
import type { IdentifierKind, IdentifierValues } from '../modules/clients/domain/identifiers.js';
import { demoIdentifier, demoLandline, demoMobile } from './demo-numbers.js';
import { entityValues } from './demo-entities.js';
import { edgeCases } from './edge-cases.js';
import { PeopleSource } from './people.js';
import type { DemoPerson } from './people.js';
import { SUBURBS, streetAddress } from './places.js';
import type { DemoClient, DemoPractice, DemoSize } from './practice-types.js';
import { Random } from './random.js';

const DAY = 86_400_000;
const LIVED_DAYS = [0, 7, 16, 30, 45, 60, 75, 95].map((years) => Math.round(years * 365.25));

/**
 * The clients of a practice: the hand-written cases first, then as many more as the size asks for. The same arguments give the
 * same clients; `today` is the day (`YYYY-MM-DD`) that ages, expiries and last actions are true on.
 */
export function* demoClients(practice: DemoPractice, size: DemoSize, today: string, seed: string | number = 1): Generator<DemoClient> {
  const total = practice.clients[size];
  const written = edgeCases(practice, today);
  for (const client of written.slice(0, total)) yield client;
  const factory = new ClientFactory(practice, today, new Random(`${practice.slug} ${size} ${seed}`));
  for (let index = written.length; index < total; index++) yield factory.client(index);
}

interface Relative {
  readonly index: number;
  readonly person: DemoPerson;
  readonly ageDays: number;
  readonly details: ClientDetailValues;
  readonly teamIndex: number;
}

/** Makes one client after another; some are relatives of the one before and share a home. */
class ClientFactory {
  private readonly people: PeopleSource;
  private readonly practitioners: readonly (readonly number[])[];
  private readonly midnight: number;
  private previous: Relative | null = null;

  constructor(
    private readonly practice: DemoPractice,
    today: string,
    private readonly random: Random,
  ) {
    this.people = new PeopleSource(random, practice.vertical === 'migration');
    this.midnight = Date.parse(`${today}T00:00:00Z`);
    const all = practice.members.flatMap((member, index) => (member.practitioner ? [index] : []));
    this.practitioners = practice.teams.map((_, team) => {
      const own = all.filter((index) => practice.members[index]!.team === team);
      return own.length > 0 ? own : all;
    });
  }

  client(index: number): DemoClient {
    const { random, practice } = this;
    const fileNumber = `${practice.filePrefix}-${3000 + index}`;
    if (practice.vertical !== 'allied_health' && random.chance(practice.vertical === 'migration' ? 0.06 : 0.14))
      return this.entity(index, fileNumber);
    const kin = this.kin();
    const person = kin === null ? this.people.person() : this.people.relative(kin.relative.person, kin.kind);
    const ageDays = kin?.ageDays ?? this.age();
    const teamIndex = kin?.relative.teamIndex ?? random.below(practice.teams.length);
    const status = this.status(ageDays);
    const details = this.details(index, person, ageDays, teamIndex, kin?.relative ?? null);
    this.previous = { index, person, ageDays, details, teamIndex };
    return {
      fileNumber,
      status,
      teamIndex,
      practitionerIndex: status === 'prospect' && random.chance(0.5) ? null : random.pick(this.practitioners[teamIndex]!),
      lastActivityAt: this.lastActivity(status, ageDays),
      card: this.card(person, ageDays),
      details,
      identifiers: this.identifiers(person, details, ageDays),
      relationships: kin === null ? [] : [{ kind: kin.kind, otherIndex: kin.relative.index, otherName: null, note: null, since: null }],
      consents: status === 'prospect' ? [] : this.consents(ageDays),
    };
  }

  private card(person: DemoPerson, ageDays: number): ClientCardValues {
    const { random } = this;
    const renamed = person.woman && person.pool.shape !== 'single' && ageDays > 9_000 && random.chance(0.06);
    return {
      kind: 'person',
      legalName: person.name,
      preferredName: person.preferredName,
      formerNames: renamed ? [{ ...person.name, family: this.people.family(person.pool, true) }] : [],
      dateOfBirth: this.dateBefore(ageDays),
    };
  }

  /** Every sixth or so belongs to the client before: a child, or a partner of the same generation. */
  private kin(): { kind: 'parent' | 'partner'; relative: Relative; ageDays: number } | null {
    const { random, previous } = this;
    if (previous === null || previous.person.pool.shape === 'single' || previous.ageDays < 26 * 366 || !random.chance(0.17)) return null;
    if (random.chance(0.55)) {
      const oldest = Math.min(previous.ageDays - 20 * 366, 25 * 365);
      return { kind: 'parent', relative: previous, ageDays: 1 + random.below(oldest) };
    }
    return { kind: 'partner', relative: previous, ageDays: Math.max(20 * 366, previous.ageDays - 1_800 + random.below(3_600)) };
  }

  private age(): number {
    const { random } = this;
    const shares =
      this.practice.vertical === 'allied_health' ? [0.24, 0.42, 0.52, 0.65, 0.78, 0.92, 1] : [0.04, 0.1, 0.46, 0.78, 0.93, 0.99, 1];
    const at = random.next();
    const band = shares.findIndex((share) => at < share);
    const [from, to] = [LIVED_DAYS[band]!, LIVED_DAYS[band + 1]!];
    return 1 + from + random.below(to - from - 1);
  }

  private status(ageDays: number): ClientStatus {
    const at = this.random.next();
    if (at < 0.5) return 'current';
    if (at < 0.6) return 'prospect';
    if (at < 0.66) return 'waiting_list';
    return at < 0.68 && ageDays > 40 * 365 ? 'deceased' : 'archived';
  }

  /** Never after the first midnight of `today` in Australia; clients in care lately, archived ones up to seven years ago. */
  private lastActivity(status: ClientStatus, ageDays: number): string {
    const { random } = this;
    const days = status === 'archived' || status === 'deceased' ? 90 + random.next() * 2_450 : random.next() ** 2.5 * 200;
    const at = this.midnight - DAY + 13 * 3_600_000 - Math.min(days, ageDays - 1) * DAY - random.below(60_000);
    return new Date(Math.floor(at)).toISOString();
  }

  private details(index: number, person: DemoPerson, ageDays: number, teamIndex: number, relative: Relative | null): ClientDetailValues {
    const { random, practice } = this;
    const area = random.pick(practice.teams[teamIndex]!.areas);
    const place = random.pick(SUBURBS[area]);
    const home = relative?.details.addresses ?? [
      {
        kind: 'home' as const,
        line1: streetAddress(random),
        line2: null,
        suburb: place.suburb,
        state: place.state,
        postcode: place.postcode,
        country: 'AU',
        freeform: null,
      },
    ];
    const adult = ageDays >= 18 * 366;
    const landline = !adult || random.chance(0.25) ? demoLandline(random, home[0]?.state ?? place.state) : null;
    const speaksOther = person.pool.languages[0] !== 'en' && person.country !== 'AU';
    const health = practice.vertical === 'allied_health';
    return {
      ...NO_DETAILS,
      title: adult && random.chance(0.3) ? (person.woman ? 'Ms' : 'Mr') : null,
      gender: random.chance(0.02) ? 'non-binary' : person.woman ? 'female' : 'male',
      dateOfBirthAccuracy: person.country === 'AF' || person.country === 'SS' ? (random.chance(0.4) ? 'year' : 'exact') : 'exact',
      citizenships: practice.vertical === 'dispute_resolution' ? [] : [person.country],
      languages: speaksOther ? person.pool.languages : ['en'],
      interpreterNeeded: speaksOther && random.chance(0.3),
      indigenousStatus: health ? (person.pool.migrationWeight === 0 ? 'aboriginal' : random.chance(0.1) ? 'not_stated' : 'neither') : null,
      emails: adult || random.chance(0.2) ? [{ label: null, value: this.people.email(person, index), main: true }] : [],
      phones: [
        ...(adult ? [{ label: 'mobile', value: demoMobile(random), main: true }] : []),
        ...(landline === null ? [] : [{ label: 'home', value: landline, main: !adult }]),
      ],
      addresses: home,
      emergencyContact:
        health && random.chance(0.5)
          ? {
              name:
                relative === null
                  ? `${random.pick(person.pool.shape === 'single' ? ['Dewi'] : person.pool.women)} ${person.name.family}`
                  : `${relative.person.name.given} ${relative.person.name.family}`,
              relationship: relative === null ? 'relative' : 'parent or partner',
              phone: demoMobile(random),
            }
          : null,
      contactChannels: random.chance(0.7) ? ['email', 'sms'] : ['phone'],
      doNotContact: random.chance(0.015),
      gp: health && random.chance(0.6) ? `Dr ${random.pick(GP_NAMES)}, ${place.suburb} Medical Centre` : null,
      reviewOn: random.chance(0.15) ? this.dateBefore(-random.below(365)) : null,
    };
  }

  private identifiers(person: DemoPerson, details: ClientDetailValues, ageDays: number): IdentifierValues[] {
    const { random, practice } = this;
    const found: IdentifierValues[] = [];
    const add = (kind: IdentifierKind, country: string | null = null, inDays: number | null = null): void => {
      found.push({
        kind,
        value: demoIdentifier(kind, random, country ?? 'AU'),
        country,
        issuedBy: null,
        expiresOn: inDays === null ? null : this.dateBefore(-inDays),
        note: null,
      });
    };
    if (practice.vertical === 'migration') {
      if (random.chance(0.85)) add('passport', details.citizenships[0] ?? person.country, random.below(4_000) - 350);
      if (random.chance(0.55)) add('visa_grant', null, random.below(1_500) - 30);
      if (random.chance(0.5)) add('transaction_reference');
    } else if (practice.vertical === 'allied_health') {
      if (random.chance(0.7)) add('medicare', null, random.below(1_800));
      if (ageDays < 65 * 365 && random.chance(0.4)) add('ndis');
      if (ageDays > 60 * 365 && random.chance(0.12)) add('dva');
      if (random.chance(0.2)) add('ihi');
    }
    return found;
  }

  private consents(ageDays: number): ConsentValues[] {
    const { random, practice } = this;
    const given: ConsentValues[] = [this.consent('privacy_collection', ageDays)];
    if (random.chance(0.55)) given.push(this.consent('sms', ageDays));
    if (random.chance(0.3)) given.push(this.consent('ai_assistant', ageDays));
    if (practice.vertical === 'allied_health' && random.chance(0.15)) given.push(this.consent('voice_recording', ageDays));
    return given;
  }

  private consent(kind: ConsentKind, ageDays: number): ConsentValues {
    const { random } = this;
    const days = Math.min(30 + random.below(900), ageDays);
    const withdrawnOn = random.chance(0.03) ? this.dateBefore(random.below(Math.min(days, 30))) : null;
    return {
      kind,
      givenOn: this.dateBefore(days),
      method: random.pick(['signed form', 'client portal', 'spoken, noted on file']),
      withdrawnOn,
      note: null,
    };
  }

  private entity(index: number, fileNumber: string): DemoClient {
    const { random, practice } = this;
    const teamIndex = random.below(practice.teams.length);
    const place = random.pick(SUBURBS[random.pick(practice.teams[teamIndex]!.areas)]);
    return {
      fileNumber,
      status: this.status(0),
      teamIndex,
      practitionerIndex: random.pick(this.practitioners[teamIndex]!),
      lastActivityAt: this.lastActivity('current', 4_000),
      ...entityValues(random, index, place, practice.vertical === 'dispute_resolution'),
      relationships: [],
      consents: [],
    };
  }

  private dateBefore(days: number): string {
    return new Date(this.midnight - days * DAY).toISOString().slice(0, 10);
  }
}

const GP_NAMES = [
  'Achterberg',
  'Balasubramaniam',
  'Chisholm',
  'Do',
  'Featherstone',
  'Giannopoulos',
  'Iqbal',
  'Kowalczyk',
  'Lim',
  'Ní Bhriain',
  'Okonkwo',
  'Sandhu',
];
