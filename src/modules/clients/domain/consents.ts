import type { Clock } from '../../../common/clock/clock.js';
import { readDate, todayIn } from './calendar.js';
import { ClientInvalid, ConsentAlreadyWithdrawn } from './client.errors.js';
import { FieldErrors } from './field-errors.js';
import { readChoice, readText } from './text.js';

/** What a client may agree to. Each is asked for by itself: consent to one never implies another. */
export type ConsentKind = 'privacy_collection' | 'ai_assistant' | 'voice_recording' | 'sms' | 'email_marketing' | 'share_with_third_party';
/** Every {@link ConsentKind}. */
export const CONSENT_KINDS: readonly ConsentKind[] = [
  'privacy_collection',
  'ai_assistant',
  'voice_recording',
  'sms',
  'email_marketing',
  'share_with_third_party',
];

/**
 * One consent from being given to being withdrawn. A refusal is recorded as well: given and withdrawn on the day the
 * client was asked, with the note saying so, so that nobody asks again unaware.
 */
export interface ConsentValues {
  readonly kind: ConsentKind;
  readonly givenOn: string;
  /** How it was given: signed form, portal, spoken and noted. */
  readonly method: string;
  readonly withdrawnOn: string | null;
  readonly note: string | null;
}

/** A consent as somebody sends it. */
export type ConsentInput = { readonly [Field in keyof ConsentValues]?: unknown };

/**
 * Checks a consent that was given (or refused, see {@link ConsentValues}).
 * @throws ClientInvalid naming every refused field at once.
 */
export function readConsent(input: ConsentInput, clock: Clock, timeZone?: string): ConsentValues {
  const errors = new FieldErrors();
  const today = todayIn(clock, timeZone);
  const kind = readChoice<ConsentKind, null>(input.kind, 'kind', CONSENT_KINDS, null, errors);
  if (kind === null && !errors.any) errors.add('kind', 'required', 'Say what the client agreed to.');
  const givenOn = readDate(
    input.givenOn,
    'givenOn',
    { notAfter: today, withinLivingMemoryOf: today, required: 'Say when it was given.' },
    errors,
  );
  const method = readText(input.method, 'method', { max: 60, required: 'Say how it was given.' }, errors);
  const withdrawnOn = readDate(input.withdrawnOn, 'withdrawnOn', { notAfter: today }, errors);
  if (givenOn !== null && withdrawnOn !== null && withdrawnOn < givenOn) {
    errors.add('withdrawnOn', 'out_of_order', 'Give a day on or after the day it was given.');
  }
  const note = readText(input.note, 'note', { max: 500, multiline: true }, errors);
  if (kind === null || givenOn === null || method === null || errors.any) throw new ClientInvalid(errors.list);
  return { kind, givenOn, method, withdrawnOn, note };
}

/**
 * Withdraws a consent; it ends on that day and stays on file. A note given now is added to the earlier one.
 * @throws ConsentAlreadyWithdrawn
 * @throws ClientInvalid
 */
export function withdrawConsent(
  consent: ConsentValues,
  input: { readonly withdrawnOn?: unknown; readonly note?: unknown },
  clock: Clock,
  timeZone?: string,
): ConsentValues {
  if (consent.withdrawnOn !== null) throw new ConsentAlreadyWithdrawn();
  const errors = new FieldErrors();
  const withdrawnOn = readDate(
    input.withdrawnOn,
    'withdrawnOn',
    { notAfter: todayIn(clock, timeZone), required: 'Say when it was withdrawn.' },
    errors,
  );
  if (withdrawnOn !== null && withdrawnOn < consent.givenOn) {
    errors.add('withdrawnOn', 'out_of_order', 'Give a day on or after the day it was given.');
  }
  const note = readText(input.note, 'note', { max: 500, multiline: true }, errors);
  if (errors.any) throw new ClientInvalid(errors.list);
  return { ...consent, withdrawnOn, note: [consent.note, note].filter((part) => part !== null).join('\n') || null };
}

/** Whether a consent stands: one of this kind was given and has not been withdrawn. */
export function consentStands(consents: readonly ConsentValues[], kind: ConsentKind): boolean {
  return consents.some((consent) => consent.kind === kind && consent.withdrawnOn === null);
}
