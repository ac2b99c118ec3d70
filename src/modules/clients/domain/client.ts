/** Where a client stands with the practice. */
export type ClientStatus = 'prospect' | 'current' | 'waiting_list' | 'archived' | 'deceased';
/** Every {@link ClientStatus}, in the order people think of them. */
export const CLIENT_STATUSES: readonly ClientStatus[] = ['prospect', 'current', 'waiting_list', 'archived', 'deceased'];

/** A person, or an entity (company, trust, owners corporation) whose registered name is the family name. */
export type ClientKind = 'person' | 'entity';
/** Every {@link ClientKind}. */
export const CLIENT_KINDS: readonly ClientKind[] = ['person', 'entity'];

/** A name as its bearer has it. Someone with a single name has it as family name and an empty given name. */
export interface PersonName {
  readonly family: string;
  readonly given: string;
  /** Written family name first, as in Nguyễn Thị Thu Hà. */
  readonly familyFirst: boolean;
}

/** What a list shows of a client; sealed together as the group `card`. */
export interface ClientCardValues {
  readonly kind: ClientKind;
  readonly legalName: PersonName;
  readonly preferredName: string | null;
  readonly formerNames: readonly PersonName[];
  /** `YYYY-MM-DD`; always `null` for an entity. */
  readonly dateOfBirth: string | null;
}

/** How well the date of birth is known (HL7 AU Base date accuracy, in words). */
export type DateOfBirthAccuracy = 'exact' | 'month' | 'year' | 'estimated';
/** Every {@link DateOfBirthAccuracy}. */
export const DATE_OF_BIRTH_ACCURACIES: readonly DateOfBirthAccuracy[] = ['exact', 'month', 'year', 'estimated'];

/** Indigenous status, the five answers of the Australian national standard question (AIHW METEOR 602543). */
export type IndigenousStatus = 'aboriginal' | 'torres_strait_islander' | 'both' | 'neither' | 'not_stated';
/** Every {@link IndigenousStatus}. */
export const INDIGENOUS_STATUSES: readonly IndigenousStatus[] = ['aboriginal', 'torres_strait_islander', 'both', 'neither', 'not_stated'];

/** One e-mail address of a client. */
export interface ClientEmail {
  readonly label: string | null;
  readonly value: string;
  readonly main: boolean;
}

/** One phone number of a client, E.164. */
export interface ClientPhone {
  readonly label: string | null;
  readonly value: string;
  readonly main: boolean;
}

/** What an address is for. */
export type AddressKind = 'home' | 'postal' | 'billing';
/** Every {@link AddressKind}. */
export const ADDRESS_KINDS: readonly AddressKind[] = ['home', 'postal', 'billing'];

/** An address: in parts, or as `freeform` lines where parts do not fit (overseas); the country is always known. */
export interface ClientAddress {
  readonly kind: AddressKind;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly suburb: string | null;
  readonly state: string | null;
  readonly postcode: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly freeform: string | null;
}

/** Whom to call in an emergency; at least a name and a phone number. */
export interface EmergencyContact {
  readonly name: string;
  readonly relationship: string | null;
  readonly phone: string;
}

/** A way to reach a client. */
export type ContactChannel = 'email' | 'sms' | 'phone' | 'post';
/** Every {@link ContactChannel}. */
export const CONTACT_CHANNELS: readonly ContactChannel[] = ['email', 'sms', 'phone', 'post'];

/** What the client's own page shows beside the card; sealed together as the group `details`. */
export interface ClientDetailValues {
  readonly title: string | null;
  readonly gender: string | null;
  readonly pronouns: string | null;
  readonly dateOfBirthAccuracy: DateOfBirthAccuracy;
  /** ISO 3166-1 alpha-2. */
  readonly citizenships: readonly string[];
  /** BCP 47, first is the one to speak. */
  readonly languages: readonly string[];
  readonly interpreterNeeded: boolean;
  readonly indigenousStatus: IndigenousStatus | null;
  readonly emails: readonly ClientEmail[];
  readonly phones: readonly ClientPhone[];
  readonly addresses: readonly ClientAddress[];
  readonly emergencyContact: EmergencyContact | null;
  /** In the order the client prefers. */
  readonly contactChannels: readonly ContactChannel[];
  readonly contactNote: string | null;
  /** Stops every message, factual ones included. */
  readonly doNotContact: boolean;
  readonly referrer: string | null;
  readonly gp: string | null;
  readonly reviewOn: string | null;
}

/** The name as it is written: in its bearer's own order, a single name alone. */
export function displayName(name: PersonName): string {
  if (name.given === '') return name.family;
  return name.familyFirst ? `${name.family} ${name.given}` : `${name.given} ${name.family}`;
}

/** Whether two names are the same words in the same roles (case and order of writing aside). */
export function sameName(a: PersonName, b: PersonName): boolean {
  return fold(a.family) === fold(b.family) && fold(a.given) === fold(b.given);
}

/**
 * The names of the fields that differ, sorted: what an audit row may say about a change. Lists and objects count as one
 * field; a field present on one side only counts when it is not `null` or `undefined` there.
 */
export function changedFields(before: object, after: object): string[] {
  const left = new Map<string, unknown>(Object.entries(before));
  const right = new Map<string, unknown>(Object.entries(after));
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].filter((name) => !sameValue(left.get(name) ?? null, right.get(name) ?? null)).sort();
}

/** Whether two plain values (texts, numbers, lists, objects) are equal, key order aside. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((entry, index) => sameValue(entry, b[index]));
  }
  return changedFields(a, b).length === 0;
}

function fold(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase('en-AU');
}
