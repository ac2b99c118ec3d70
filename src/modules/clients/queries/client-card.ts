import { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { ClientCardValues, ClientKind, ClientStatus, PersonName } from '../domain/client.js';
import { displayName } from '../domain/client.js';
import { ClientSealed, codec } from '../persistence/sealed-rows.js';

/** Where a search found its text. */
export interface ClientMatch {
  field: 'name' | 'preferred' | 'former' | 'email' | 'phone' | 'identifier' | 'file_number';
  /** A typo was forgiven. */
  fuzzy: boolean;
}

/** What a list shows of a client. */
export interface ClientCard {
  id: string;
  fileNumber: string;
  kind: ClientKind;
  displayName: string;
  legalName: PersonName;
  preferredName: string | null;
  formerNames: readonly PersonName[];
  dateOfBirth: string | null;
  status: ClientStatus;
  teamId: string | null;
  practitionerId: string | null;
  lastActivityAt: string;
  version: number;
  match?: ClientMatch;
}

/** A row of a list, its card still sealed. */
export interface ClientCardRow {
  id: string;
  fileNumber: string;
  status: ClientStatus;
  teamId: string | null;
  practitionerId: string | null;
  lastActivityAt: Date;
  version: number;
  card: Buffer;
}

/** The card of a row whose sealed values are open. */
export function toCard(row: Omit<ClientCardRow, 'card'>, values: ClientCardValues): ClientCard {
  return cardOf(row, shownOf(values));
}

/** The card of a row; what was opened lately under the same handle is not opened again. Throws what `OrgKeyring.open` throws. */
export function openCard(keyring: OrgKeyring, row: ClientCardRow): ClientCard {
  let cards = openedUnder.get(keyring);
  if (!cards) openedUnder.set(keyring, (cards = new OpenedCards()));
  return cardOf(row, cards.open(keyring, row.id, row.card));
}

/** What a card shows of its sealed values. */
type Shown = Pick<ClientCard, 'kind' | 'displayName' | 'legalName' | 'preferredName' | 'formerNames' | 'dateOfBirth'>;

function shownOf(values: ClientCardValues): Shown {
  const { kind, legalName, preferredName, formerNames, dateOfBirth } = values;
  return { kind, displayName: displayName(legalName), legalName, preferredName, formerNames, dateOfBirth };
}

function cardOf(row: Omit<ClientCardRow, 'card'>, shown: Shown): ClientCard {
  return {
    id: row.id,
    fileNumber: row.fileNumber,
    kind: shown.kind,
    displayName: shown.displayName,
    legalName: shown.legalName,
    preferredName: shown.preferredName,
    formerNames: shown.formerNames,
    dateOfBirth: shown.dateOfBirth,
    status: row.status,
    teamId: row.teamId,
    practitionerId: row.practitionerId,
    lastActivityAt: row.lastActivityAt.toISOString(),
    version: row.version,
  };
}

/** Cards that one handle keeps open at once. */
const MOST_OPENED = 4_000;

/**
 * Cards opened lately under one key handle: a team looks at the same first page all day. A card is taken from here only
 * when the whole stored envelope is the same, byte for byte, in the same row, and the handle still opens its version;
 * it is gone with the handle, a minute after its last use.
 */
class OpenedCards {
  private readonly cards = new Map<string, { envelope: Buffer; shown: Shown }>();

  open(keyring: OrgKeyring, id: string, envelope: Buffer): Shown {
    const held = this.cards.get(id);
    if (held?.envelope.equals(envelope) && keyring.opens(OrgKeyring.versionOf(envelope))) return held.shown;
    const shown = shownOf(openCardValues(keyring, id, envelope));
    if (this.cards.size >= MOST_OPENED) this.cards.clear();
    this.cards.set(id, { envelope: Buffer.from(envelope), shown });
    return shown;
  }
}

const openedUnder = new WeakMap<OrgKeyring, OpenedCards>();

/** Opens a sealed card. */
export function openCardValues(keyring: OrgKeyring, id: string, card: Buffer): ClientCardValues {
  return codec.openSome(keyring, ClientSealed, id, { card }) as ClientCardValues;
}
