import { belongsTo } from '../model.js';
import type { ClientKind, FieldName } from '../model.js';
import { recordText } from '../text.js';

/** One part of the form; each entry of `rows` is a row, of one field or of a pair read together. */
export interface FormSection {
  id: string;
  title: string;
  rows: FieldName[][];
}

const SECTIONS: readonly FormSection[] = [
  { id: 'names', title: recordText.edit.names, rows: [['legalName'], ['preferredName', 'title'], ['formerNames']] },
  {
    id: 'about',
    title: recordText.edit.about,
    rows: [
      ['dateOfBirth', 'dateOfBirthAccuracy'],
      ['gender', 'pronouns'],
      ['citizenships'],
      ['languages'],
      ['interpreterNeeded'],
      ['indigenousStatus'],
    ],
  },
  {
    id: 'contact',
    title: recordText.edit.contact,
    rows: [['phones'], ['emails'], ['addresses'], ['contactChannels'], ['contactNote'], ['doNotContact']],
  },
  { id: 'around', title: recordText.edit.around, rows: [['emergencyContact'], ['gp', 'referrer']] },
  {
    id: 'practice',
    title: recordText.edit.practice,
    rows: [
      ['status', 'reviewOn'],
      ['practitionerId', 'teamId'],
    ],
  },
];

/** The parts of the form for a person or for an entity. */
export function sectionsFor(kind: ClientKind): FormSection[] {
  return SECTIONS.map((section) => ({
    ...section,
    rows: section.rows.map((row) => row.filter((field) => belongsTo(kind, field))).filter((row) => row.length > 0),
  })).filter((section) => section.rows.length > 0);
}

/** What a new client is asked for; everything else is added on the record. */
const QUICK: ReadonlySet<FieldName> = new Set<FieldName>([
  'legalName',
  'preferredName',
  'dateOfBirth',
  'dateOfBirthAccuracy',
  'languages',
  'interpreterNeeded',
  'phones',
  'emails',
  'status',
  'practitionerId',
  'teamId',
]);

/** The parts of the short form, for somebody new. */
export function quickSectionsFor(kind: ClientKind): FormSection[] {
  return sectionsFor(kind)
    .map((section) => ({
      ...section,
      rows: section.rows.map((row) => row.filter((field) => QUICK.has(field))).filter((row) => row.length > 0),
    }))
    .filter((section) => section.rows.length > 0);
}

/** Fields whose editor is a list of entries and needs a heading of its own. */
export const GROUPED: ReadonlySet<FieldName> = new Set<FieldName>(['formerNames', 'emails', 'phones', 'addresses', 'emergencyContact']);
