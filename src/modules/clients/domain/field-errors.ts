import type { FieldError } from '../../../common/errors.js';

/** Why a field of a client was refused. Stable: the interface has a sentence for each. */
export type ClientFieldCode =
  | 'required' // nothing was given where something must be
  | 'wrong_type' // a number where text belongs, a list where an object belongs
  | 'too_long' // more characters than the limit in the message
  | 'too_many' // more entries than the limit in the message
  | 'control_characters' // NUL, tabs, line breaks in a single line, text-direction overrides, broken Unicode
  | 'not_a_name' // no letter and no digit in it
  | 'not_a_date' // no such day in the calendar, or not written as a date
  | 'in_the_future' // a day that has not come yet
  | 'too_long_ago' // more than 130 years ago
  | 'out_of_order' // ends before it began
  | 'not_allowed' // not one of the values the message lists, or not for this kind of client
  | 'duplicate' // already in the same list
  | 'unknown_country' // no ISO 3166-1 alpha-2 code
  | 'unknown_language' // no BCP 47 language
  | 'not_an_email' // not one plain address
  | 'not_a_phone_number' // not a number that can be dialled
  | 'wrong_format' // an identifier of the wrong shape
  | 'wrong_check_digit' // an identifier whose check digits do not add up: mistyped
  | 'unusual'; // a warning only: accepted, but look again

/** Gathers every refused field of one input, so that a person corrects them all at once. */
export class FieldErrors {
  readonly list: FieldError[] = [];

  /** Refuses one field. The message says what to do and never repeats the value. */
  add(field: string, code: ClientFieldCode, message: string): void {
    this.list.push({ field, code, message });
  }

  /** Whether anything was refused so far. */
  get any(): boolean {
    return this.list.length > 0;
  }
}
