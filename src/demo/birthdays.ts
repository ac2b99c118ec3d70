import { addDays, addYears } from '../modules/clients/domain/calendar.js';

/** A date of birth that makes somebody turn this age on that day; see {@link nextEighteenthBirthday} for the one day it cannot. */
export function bornToTurn(age: number, on: string): string {
  return addYears(on, -age);
}

/** The first day from tomorrow on which somebody can turn 18: nobody does on a 29 February, because 18 is not a multiple of 4. */
export function nextEighteenthBirthday(today: string): string {
  const tomorrow = addDays(today, 1);
  return tomorrow.endsWith('-02-29') ? addDays(tomorrow, 1) : tomorrow;
}
