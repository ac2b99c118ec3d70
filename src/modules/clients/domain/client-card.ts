import type { Clock } from '../../../common/clock/clock.js';
import { readDate, todayIn } from './calendar.js';
import { CLIENT_KINDS } from './client.js';
import type { ClientCardValues, ClientKind, PersonName } from './client.js';
import { ClientInvalid } from './client.errors.js';
import { FieldErrors } from './field-errors.js';
import { NAME_LIMIT, readChoice, readFlag, readList, readParts, readText } from './text.js';

/** Card values as somebody sends them: nothing is trusted, not even its type. */
export type ClientCardInput = { readonly [Field in keyof ClientCardValues]?: unknown };

/**
 * Checks and normalises the values of a card.
 * @throws ClientInvalid naming every refused field at once.
 */
export function readClientCard(input: ClientCardInput, clock: Clock, timeZone?: string): ClientCardValues {
  const errors = new FieldErrors();
  const card = checkClientCard(input, errors, clock, timeZone);
  if (card === null || errors.any) throw new ClientInvalid(errors.list);
  return card;
}

/** As {@link readClientCard}, gathering the refusals in `errors`; `null` when there is no usable legal name. */
export function checkClientCard(input: ClientCardInput, errors: FieldErrors, clock: Clock, timeZone?: string): ClientCardValues | null {
  const today = todayIn(clock, timeZone);
  const kind = readChoice(input.kind, 'kind', CLIENT_KINDS, 'person', errors);
  const legalName = readLegalName(input.legalName, kind, errors);
  const preferredName = readText(input.preferredName, 'preferredName', { max: NAME_LIMIT, name: true }, errors);
  const formerNames = readList(input.formerNames, 'formerNames', errors, (entry, path) => readName(entry, path, kind, errors));
  const dateOfBirth = readDate(input.dateOfBirth, 'dateOfBirth', { notAfter: today, withinLivingMemoryOf: today }, errors);
  if (kind === 'entity' && dateOfBirth !== null) {
    errors.add('dateOfBirth', 'not_allowed', 'Leave the date of birth empty: an entity has none.');
  }
  return legalName === null ? null : { kind, legalName, preferredName, formerNames, dateOfBirth };
}

/** Reads a name in its parts; `null` when it was refused. */
export function readName(input: unknown, path: string, kind: ClientKind, errors: FieldErrors): PersonName | null {
  const parts = readParts(input, path, errors);
  if (parts === null) return null;
  const required =
    kind === 'entity'
      ? 'Give the registered name.'
      : 'Give the family name. Someone with a single name has it here, with the given name left empty.';
  const family = readText(parts['family'], `${path}.family`, { max: NAME_LIMIT, name: true, required }, errors);
  const given = readText(parts['given'], `${path}.given`, { max: NAME_LIMIT, name: true }, errors);
  const familyFirst = readFlag(parts['familyFirst'], `${path}.familyFirst`, false, errors);
  if (kind === 'entity' && given !== null) {
    errors.add(`${path}.given`, 'not_allowed', 'Leave the given name empty: an entity has its registered name only.');
  }
  return family === null ? null : { family, given: given ?? '', familyFirst };
}

function readLegalName(input: unknown, kind: ClientKind, errors: FieldErrors): PersonName | null {
  if (input === null || input === undefined) {
    errors.add('legalName', 'required', kind === 'entity' ? 'Give the registered name.' : 'Give the legal name.');
    return null;
  }
  return readName(input, 'legalName', kind, errors);
}
