import type { ClientCardValues, ClientDetailValues, ClientStatus } from '../modules/clients/domain/client.js';
import type { ConsentValues } from '../modules/clients/domain/consents.js';
import type { IdentifierValues } from '../modules/clients/domain/identifiers.js';
import type { RelationshipKind } from '../modules/clients/domain/relationships.js';
import type { Area } from './places.js';

/** How much demo data: `small` is what a first start creates, `large` is for measuring. */
export type DemoSize = 'small' | 'mid' | 'large';
/** What a practice does. */
export type DemoVertical = 'migration' | 'allied_health' | 'dispute_resolution';
/** A module a member may use. */
export type DemoModule =
  'clients' | 'cases' | 'communications' | 'ai' | 'documents' | 'invoices' | 'reports' | 'billing' | 'settings' | 'team_management';

/** A team of a practice. */
export interface DemoTeam {
  readonly name: string;
  /** IANA zone of the team's office. */
  readonly timeZone: string;
  readonly areas: readonly Area[];
}

/** Somebody who works in a practice. */
export interface DemoMember {
  readonly email: string;
  readonly displayName: string;
  readonly role: 'owner' | 'admin' | 'member';
  readonly scope: 'all' | 'team' | 'assigned';
  readonly title: string;
  /** Index in the practice's teams; `null` for somebody in none. */
  readonly team: number | null;
  /** Whether clients are given to this member. */
  readonly practitioner: boolean;
  readonly modules: readonly DemoModule[];
}

/** A synthetic practice. */
export interface DemoPractice {
  readonly name: string;
  readonly slug: string;
  readonly vertical: DemoVertical;
  readonly locality: string;
  readonly timeZone: string;
  readonly words: { readonly matter: string; readonly matters: string };
  /** Start of a file number: WB in WB-2214. */
  readonly filePrefix: string;
  readonly teams: readonly DemoTeam[];
  readonly members: readonly DemoMember[];
  readonly clients: Readonly<Record<DemoSize, number>>;
}

/** A relationship to another client of the same practice by its place in the sequence, or to somebody outside by name. */
export interface DemoRelationship {
  readonly kind: RelationshipKind;
  /** Always lower than the client's own place: that client was yielded before. Add the inverse there. */
  readonly otherIndex: number | null;
  readonly otherName: string | null;
  readonly note: string | null;
  readonly since: string | null;
}

/** A synthetic client; its values pass the product's own validators unchanged. */
export interface DemoClient {
  readonly fileNumber: string;
  readonly status: ClientStatus;
  /** Index in the practice's teams. */
  readonly teamIndex: number;
  /** Index in the practice's members: always a practitioner; `null` when nobody is responsible yet. */
  readonly practitionerIndex: number | null;
  /** ISO instant, never after the start of `today` in any Australian zone. */
  readonly lastActivityAt: string;
  readonly card: ClientCardValues;
  readonly details: ClientDetailValues;
  readonly identifiers: readonly IdentifierValues[];
  readonly relationships: readonly DemoRelationship[];
  readonly consents: readonly ConsentValues[];
}
