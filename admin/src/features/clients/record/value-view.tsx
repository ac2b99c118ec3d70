import { day } from '../../../shared/text/dates.js';
import { ageOn } from './calendar.js';
import { nameText } from './model.js';
import type { Address, ClientValues, FieldName } from './model.js';
import { countryName, languageName } from './places.js';
import { recordText } from './text.js';
import classes from './record.module.css';

/** What a value needs to be shown in words. */
export interface ViewContext {
  today: string;
  memberName: (id: string) => string;
  teamName: (id: string) => string;
}

/** One field of a client as a person reads it; `null` when nothing is recorded. */
export function valueView(field: FieldName, values: ClientValues, context: ViewContext): React.ReactNode {
  switch (field) {
    case 'legalName':
      return nameText(values.legalName) || null;
    case 'formerNames':
      return values.formerNames.length === 0 ? null : lines(values.formerNames.map(nameText));
    case 'dateOfBirth':
      return dateOfBirth(values, context.today);
    case 'dateOfBirthAccuracy':
      return recordText.accuracy[values.dateOfBirthAccuracy];
    case 'indigenousStatus':
      return values.indigenousStatus && recordText.indigenous[values.indigenousStatus];
    case 'citizenships':
      return values.citizenships.map(countryName).join(', ') || null;
    case 'languages':
      return values.languages.map(languageName).join(', ') || null;
    case 'interpreterNeeded':
      return values.interpreterNeeded ? recordText.details.yes : null;
    case 'emails':
    case 'phones':
      return contacts(values, field);
    case 'addresses':
      return values.addresses.length === 0 ? null : lines(values.addresses.map(addressText));
    case 'contactChannels':
      return values.contactChannels.map((channel) => recordText.channel[channel]).join(', then ') || null;
    case 'doNotContact':
      return values.doNotContact ? recordText.details.doNotContactYes : null;
    case 'emergencyContact':
      return emergency(values);
    case 'status':
      return recordText.status[values.status];
    case 'teamId':
      return values.teamId && context.teamName(values.teamId);
    case 'practitionerId':
      return values.practitionerId && context.memberName(values.practitionerId);
    case 'reviewOn':
      return values.reviewOn && readableDay(values.reviewOn);
    default:
      return values[field];
  }
}

/** A day, or what was typed instead of one. */
export function readableDay(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : text;
}

/** An address on one line, as an envelope would have it. */
export function addressText(address: Address): string {
  const country = address.country === 'AU' ? null : countryName(address.country);
  if (address.freeform !== null && address.freeform !== '')
    return [address.freeform.split('\n').filter(Boolean).join(', '), country].filter(Boolean).join(', ');
  const place = [address.suburb, address.state, address.postcode].filter(Boolean).join(' ');
  return [address.line2, address.line1, place, country].filter(Boolean).join(', ');
}

/** A phone number with the spaces people read it by: Australian ones nationally. */
export function phoneText(number: string): string {
  const mobile = /^\+61(4\d{2})(\d{3})(\d{3})$/.exec(number);
  if (mobile) return `0${mobile[1]} ${mobile[2]} ${mobile[3]}`;
  const landline = /^\+61([2378])(\d{4})(\d{4})$/.exec(number);
  if (landline) return `(0${landline[1]}) ${landline[2]} ${landline[3]}`;
  return number.replace(/^\+61(1[38]00)(\d{3})(\d{3})$/, '$1 $2 $3');
}

function dateOfBirth(values: ClientValues, today: string): React.ReactNode {
  const { dateOfBirth: born, dateOfBirthAccuracy: accuracy } = values;
  if (born === null) return null;
  const readable = readableDay(born);
  if (readable === born) return born;
  const known = accuracy === 'year' ? born.slice(0, 4) : accuracy === 'month' ? readable.replace(/^\d+ /, '') : readable;
  return (
    <>
      {known}{' '}
      <span className={classes['dim']}>
        {[ageOn(born, today), recordText.accuracyShort[accuracy]].filter((part) => part !== '').join(', ')}
      </span>
    </>
  );
}

function contacts(values: ClientValues, field: 'emails' | 'phones'): React.ReactNode {
  if (values[field].length === 0) return null;
  const several = values[field].length > 1;
  return (
    <ul className={classes['values']}>
      {values[field].map((entry, index) => {
        const aside = [entry.label, several && entry.main ? recordText.details.main : null].filter(Boolean).join(', ');
        return (
          <li key={index}>
            <a href={`${field === 'emails' ? 'mailto' : 'tel'}:${entry.value}`} className={classes['plainLink']}>
              {field === 'phones' ? phoneText(entry.value) : entry.value}
            </a>
            {aside !== '' && <span className={classes['dim']}> {aside}</span>}
          </li>
        );
      })}
    </ul>
  );
}

function emergency({ emergencyContact: contact }: ClientValues): React.ReactNode {
  if (contact === null) return null;
  return lines([[contact.name, contact.relationship].filter(Boolean).join(', '), phoneText(contact.phone)].filter((line) => line !== ''));
}

function lines(texts: string[]): React.ReactNode {
  if (texts.length === 1) return texts[0];
  return (
    <ul className={classes['values']}>
      {texts.map((text, index) => (
        <li key={index}>{text}</li>
      ))}
    </ul>
  );
}
