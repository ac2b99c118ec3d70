import type { Clock } from '../../../common/clock/clock.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { displayName } from '../domain/client.js';
import type { ClientCardValues, ClientDetailValues } from '../domain/client.js';
import { readClientValues } from '../domain/client-details.js';
import { emailKey } from '../domain/contacts.js';
import { blindCandidates } from '../persistence/lookups.js';
import type { ClientCard, ClientMatch } from './client-card.js';
import type { ClientIndexes } from './client-index.js';
import { reachOf } from './list-clients.query.js';
import { assignedTo, fetchCards } from './search-clients.query.js';
import { practiceTimeZone } from './practice-time-zone.js';

/** What is known of somebody about to be created. */
export interface PossibleDuplicate {
  kind?: unknown;
  legalName?: unknown;
  dateOfBirth?: unknown;
  emails?: unknown;
  phones?: unknown;
}

const MOST = 10;
const MOST_NAMESAKES = 50;

/**
 * Clients within the caller's reach that may be the same person: the same e-mail or phone, or the same name (typos
 * forgiven) with no other date of birth.
 */
export class FindDuplicatesQuery {
  constructor(
    private readonly indexes: ClientIndexes,
    private readonly clock: Clock,
  ) {}

  /** @throws ClientInvalid */
  async execute(tx: TenantTransaction, input: PossibleDuplicate): Promise<ClientCard[]> {
    const { card, details } = readClientValues(input, this.clock, await practiceTimeZone(tx));
    const keyring = await tx.keyring();
    const [contacts, namesakes] = await Promise.all([this.sameContacts(tx, keyring, details), this.sameName(tx, keyring, card)]);
    const cards = await fetchCards(tx, keyring, new Map([...namesakes, ...contacts]));
    const items = cards
      .filter(
        ({ id, dateOfBirth }) => contacts.has(id) || dateOfBirth === null || card.dateOfBirth === null || dateOfBirth === card.dateOfBirth,
      )
      .sort((a, b) => rank(b, contacts, card) - rank(a, contacts, card))
      .slice(0, MOST);
    tx.audit({
      action: 'read',
      subject: { kind: 'client', id: null },
      fields: ['card'],
      recordIds: items.map(({ id }) => id),
      detail: { list: 'duplicates' },
    });
    return items;
  }

  private async sameContacts(
    tx: TenantTransaction,
    keyring: OrgKeyring,
    { emails, phones }: ClientDetailValues,
  ): Promise<Map<string, ClientMatch>> {
    const blinds = [
      ...emails.flatMap(({ value }) => blindCandidates(keyring, 'email', emailKey(value))),
      ...phones.flatMap(({ value }) => blindCandidates(keyring, 'phone', value)),
    ];
    if (blinds.length === 0) return new Map();
    const rows = await tx.query<{ id: string; kind: 'email' | 'phone' }>({
      text: `select client_id as id, kind from app.client_lookup where blind = any($1::bytea[]) and kind in ('email', 'phone') limit $2`,
      values: [blinds, MOST_NAMESAKES],
    });
    return new Map(rows.map(({ id, kind }) => [id, { field: kind, fuzzy: false }]));
  }

  private async sameName(tx: TenantTransaction, keyring: OrgKeyring, card: ClientCardValues): Promise<Map<string, ClientMatch>> {
    const index = await this.indexes.open(tx, keyring);
    const reach = reachOf(await tx.principal());
    const { hits } = await index.search({
      text: displayName(card.legalName),
      sort: 'relevance',
      limit: MOST_NAMESAKES,
      ...(reach.scope === 'team' && { filters: { teams: reach.teamIds } }),
      ...(reach.scope === 'assigned' && { within: await assignedTo(tx, reach.memberId) }),
    });
    return new Map(hits.map(({ id, field, fuzzy }) => [id, { field, fuzzy }]));
  }
}

function rank({ id, dateOfBirth, match }: ClientCard, contacts: ReadonlyMap<string, ClientMatch>, card: ClientCardValues): number {
  return (contacts.has(id) ? 4 : 0) + (dateOfBirth !== null && dateOfBirth === card.dateOfBirth ? 2 : 0) + (match?.fuzzy === false ? 1 : 0);
}
