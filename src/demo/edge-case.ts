import { addDays } from '../modules/clients/domain/calendar.js';
import type { ClientDetailValues, ClientStatus, PersonName } from '../modules/clients/domain/client.js';
import { NO_DETAILS } from '../modules/clients/domain/client-details.js';
import type { ConsentKind, ConsentValues } from '../modules/clients/domain/consents.js';
import type { IdentifierKind, IdentifierValues } from '../modules/clients/domain/identifiers.js';
import type { RelationshipKind } from '../modules/clients/domain/relationships.js';
import type { Suburb } from './places.js';
import type { DemoClient, DemoPractice, DemoRelationship } from './practice-types.js';

/** A client written by hand: what matters about them, the rest filled in. */
export interface EdgeCase {
  readonly file: number;
  /** Family name, given name; an entity and a person with one name have the first only. */
  readonly name: readonly [family: string, given?: string];
  readonly familyFirst?: boolean;
  readonly entity?: boolean;
  readonly preferredName?: string;
  readonly formerNames?: readonly PersonName[];
  readonly born?: string;
  readonly status?: ClientStatus;
  /** First part of the practitioner's e-mail address. */
  readonly practitioner?: string;
  /** Days since the last activity; 0 is this morning. */
  readonly daysAgo?: number;
  readonly email?: string;
  readonly mobile?: string;
  readonly home?: readonly [line1: string, place: Suburb];
  readonly details?: Partial<ClientDetailValues>;
  readonly identifiers?: readonly IdentifierValues[];
  readonly relationships?: readonly DemoRelationship[];
  readonly consents?: readonly ConsentValues[];
}

/** Fills a hand-written case into a whole client. Every one of them has agreed to the privacy notice unless it says otherwise. */
export function fromEdgeCase(practice: DemoPractice, today: string, edge: EdgeCase): DemoClient {
  const [family, given = ''] = edge.name;
  const found = practice.members.findIndex((member) => member.practitioner && member.email.startsWith(`${edge.practitioner}@`));
  const practitionerIndex = found >= 0 ? found : practice.members.findIndex((member) => member.practitioner);
  const lastDay = addDays(today, -1 - (edge.daysAgo ?? 1));
  return {
    fileNumber: `${practice.filePrefix}-${edge.file}`,
    status: edge.status ?? 'current',
    teamIndex: practice.members[practitionerIndex]?.team ?? 0,
    practitionerIndex,
    lastActivityAt: `${lastDay}T12:${String(59 - (edge.file % 60)).padStart(2, '0')}:00.000Z`,
    card: {
      kind: edge.entity === true ? 'entity' : 'person',
      legalName: { family, given, familyFirst: edge.familyFirst ?? false },
      preferredName: edge.preferredName ?? null,
      formerNames: edge.formerNames ?? [],
      dateOfBirth: edge.born ?? null,
    },
    details: {
      ...NO_DETAILS,
      emails: edge.email === undefined ? [] : [{ label: null, value: edge.email, main: true }],
      phones: edge.mobile === undefined ? [] : [{ label: 'mobile', value: edge.mobile, main: true }],
      addresses:
        edge.home === undefined ? [] : [{ kind: 'home', line1: edge.home[0], line2: null, ...edge.home[1], country: 'AU', freeform: null }],
      languages: ['en'],
      ...edge.details,
    },
    identifiers: edge.identifiers ?? [],
    relationships: edge.relationships ?? [],
    consents: edge.consents ?? [consent('privacy_collection', addDays(today, -120))],
  };
}

/** An identifier with an optional issuing country and expiry. */
export function identifier(kind: IdentifierKind, value: string, more: Partial<IdentifierValues> = {}): IdentifierValues {
  return { country: null, issuedBy: null, expiresOn: null, note: null, ...more, kind, value };
}

/** A consent, standing unless it says when it ended. */
export function consent(kind: ConsentKind, givenOn: string, more: Partial<ConsentValues> = {}): ConsentValues {
  return { method: 'signed form', withdrawnOn: null, note: null, ...more, kind, givenOn };
}

/** A refusal: given and ended on the day the client was asked. */
export function refusal(kind: ConsentKind, askedOn: string, note: string): ConsentValues {
  return { kind, givenOn: askedOn, method: 'asked and refused', withdrawnOn: askedOn, note };
}

/** A relationship to a client written earlier in the same list. */
export function to(kind: RelationshipKind, otherIndex: number, note: string | null = null, since: string | null = null): DemoRelationship {
  return { kind, otherIndex, otherName: null, note, since };
}

/** A relationship to somebody who is no client. */
export function toOutsider(kind: RelationshipKind, otherName: string, note: string | null = null): DemoRelationship {
  return { kind, otherIndex: null, otherName, note, since: null };
}
