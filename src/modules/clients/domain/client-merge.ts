import { displayName, sameName, sameValue } from './client.js';
import type { ClientCardValues, ClientDetailValues, PersonName } from './client.js';
import type { ClientStanding } from './client-lifecycle.js';
import { refuseMergedAway } from './client-lifecycle.js';
import { ClientAlreadyArchived, ClientInvalid, ClientMergeOfDifferentKinds, ClientMergeWithItself } from './client.errors.js';
import { emailKey } from './contacts.js';
import { FieldErrors } from './field-errors.js';
import { LIST_LIMIT, NOTE_LIMIT } from './text.js';

/** One side of a merge. */
export interface MergeSide {
  readonly standing: ClientStanding;
  readonly card: ClientCardValues;
  readonly details: ClientDetailValues;
}

/** What a merge leaves behind: the kept client's values, and the duplicate, archived and pointing to it. */
export interface MergeOutcome {
  readonly kept: MergeSide;
  readonly duplicate: MergeSide;
}

/**
 * Merges a duplicate into the client to keep. The kept client's own values win; the duplicate fills what is empty; contacts,
 * addresses, citizenships and languages are united; every name the duplicate was known by stays findable as a former
 * name; a wish not to be contacted and a need for an interpreter survive from either. The duplicate keeps its own values.
 * @throws ClientMergeWithItself
 * @throws ClientMergedAway when either was merged away already
 * @throws ClientAlreadyArchived when a client in use would vanish into an archived one
 * @throws ClientMergeOfDifferentKinds
 * @throws ClientInvalid when a united list or note would pass its limit: nothing is dropped silently
 */
export function mergeClients(kept: MergeSide, duplicate: MergeSide, at: Date): MergeOutcome {
  if (kept.standing.id === duplicate.standing.id) throw new ClientMergeWithItself();
  refuseMergedAway(kept.standing);
  refuseMergedAway(duplicate.standing);
  if (kept.standing.archivedAt !== null && duplicate.standing.archivedAt === null) throw new ClientAlreadyArchived();
  if (kept.card.kind !== duplicate.card.kind) throw new ClientMergeOfDifferentKinds();
  const card = mergeCards(kept.card, duplicate.card);
  const details = mergeDetails(kept, duplicate);
  refuseOverflow(card, details);
  return {
    kept: { standing: kept.standing, card, details },
    duplicate: {
      ...duplicate,
      standing: {
        ...duplicate.standing,
        status: 'archived',
        archivedAt: duplicate.standing.archivedAt ?? at,
        mergedIntoId: kept.standing.id,
      },
    },
  };
}

/** The kept card, its gaps filled and the duplicate's names added as former ones. */
export function mergeCards(kept: ClientCardValues, duplicate: ClientCardValues): ClientCardValues {
  const formerNames: PersonName[] = [...kept.formerNames];
  for (const name of [duplicate.legalName, ...duplicate.formerNames, ...otherPreferredName(kept, duplicate)]) {
    if (!sameName(name, kept.legalName) && !formerNames.some((former) => sameName(former, name))) formerNames.push(name);
  }
  return {
    kind: kept.kind,
    legalName: kept.legalName,
    preferredName: kept.preferredName ?? duplicate.preferredName,
    formerNames,
    dateOfBirth: kept.dateOfBirth ?? duplicate.dateOfBirth,
  };
}

/** A preferred name that loses against another one is kept findable, with the family name it went with. */
function otherPreferredName(kept: ClientCardValues, duplicate: ClientCardValues): PersonName[] {
  const preferred = duplicate.preferredName;
  if (preferred === null || kept.preferredName === null || kept.kind === 'entity') return [];
  if (emailKey(preferred) === emailKey(kept.preferredName) || preferred === displayName(kept.legalName)) return [];
  return [{ family: duplicate.legalName.family, given: preferred, familyFirst: false }];
}

function mergeDetails(kept: MergeSide, duplicate: MergeSide): ClientDetailValues {
  const [a, b] = [kept.details, duplicate.details];
  return {
    title: a.title ?? b.title,
    gender: a.gender ?? b.gender,
    pronouns: a.pronouns ?? b.pronouns,
    dateOfBirthAccuracy:
      kept.card.dateOfBirth === null && duplicate.card.dateOfBirth !== null ? b.dateOfBirthAccuracy : a.dateOfBirthAccuracy,
    citizenships: [...new Set([...a.citizenships, ...b.citizenships])],
    languages: [...new Set([...a.languages, ...b.languages])],
    interpreterNeeded: a.interpreterNeeded || b.interpreterNeeded,
    indigenousStatus:
      a.indigenousStatus === null || a.indigenousStatus === 'not_stated' ? (b.indigenousStatus ?? a.indigenousStatus) : a.indigenousStatus,
    emails: uniteContacts(a.emails, b.emails, emailKey),
    phones: uniteContacts(a.phones, b.phones, (phone) => phone),
    addresses: [...a.addresses, ...b.addresses.filter((address) => !a.addresses.some((other) => sameValue(address, other)))],
    emergencyContact: a.emergencyContact ?? b.emergencyContact,
    // Never united: that would opt a client in to a channel they had left out.
    contactChannels: a.contactChannels.length > 0 ? a.contactChannels : b.contactChannels,
    contactNote:
      a.contactNote === null || b.contactNote === null || a.contactNote === b.contactNote
        ? (a.contactNote ?? b.contactNote)
        : `${a.contactNote}\n${b.contactNote}`,
    doNotContact: a.doNotContact || b.doNotContact,
    referrer: a.referrer ?? b.referrer,
    gp: a.gp ?? b.gp,
    reviewOn: a.reviewOn !== null && b.reviewOn !== null ? (a.reviewOn < b.reviewOn ? a.reviewOn : b.reviewOn) : (a.reviewOn ?? b.reviewOn),
  };
}

function uniteContacts<T extends { readonly value: string; readonly main: boolean }>(
  kept: readonly T[],
  added: readonly T[],
  key: (value: string) => string,
): T[] {
  const seen = new Set(kept.map((contact) => key(contact.value)));
  const fresh = added.filter((contact) => !seen.has(key(contact.value)));
  const hasMain = kept.some((contact) => contact.main);
  return [...kept, ...fresh.map((contact) => (hasMain ? { ...contact, main: false } : contact))];
}

function refuseOverflow(card: ClientCardValues, details: ClientDetailValues): void {
  const errors = new FieldErrors();
  const lists = {
    formerNames: card.formerNames,
    citizenships: details.citizenships,
    languages: details.languages,
    emails: details.emails,
    phones: details.phones,
    addresses: details.addresses,
  };
  for (const [field, list] of Object.entries(lists)) {
    if (list.length > LIST_LIMIT)
      errors.add(field, 'too_many', `Remove some first: together the two clients have more than ${LIST_LIMIT}.`);
  }
  if ((details.contactNote?.length ?? 0) > NOTE_LIMIT) {
    errors.add('contactNote', 'too_long', `Shorten one note first: together they have more than ${NOTE_LIMIT} characters.`);
  }
  if (errors.any) throw new ClientInvalid(errors.list);
}
