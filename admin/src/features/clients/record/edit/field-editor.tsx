import type { ReactNode } from 'react';
import type { ClientKind, ClientValues, FieldName } from '../model.js';
import { fieldLabel, recordText } from '../text.js';
import type { Choice } from '../places.js';
import { AddressesEditor } from './address-editor.js';
import { ContactsEditor } from './contact-editors.js';
import { DayInput } from './day-input.js';
import type { Assignees, FieldErrors } from './field-props.js';
import { FormerNamesEditor, LegalNameEditor } from './name-editors.js';
import {
  ChannelsEditor,
  ChoiceEditor,
  CitizenshipsEditor,
  EmergencyEditor,
  FlagEditor,
  LanguagesEditor,
  LineEditor,
  NoteEditor,
} from './plain-editors.js';

interface FieldEditorProps {
  field: FieldName;
  kind: ClientKind;
  values: ClientValues;
  onChange: <Name extends FieldName>(field: Name, value: ClientValues[Name]) => void;
  errors: FieldErrors;
  assignees: Assignees;
}

/** The editor of one field, whichever it is: the form and the merge screen are both made of these. */
export function FieldEditor({ field, kind, values, onChange, errors, assignees }: FieldEditorProps): ReactNode {
  const common = <Name extends FieldName>(name: Name) => ({
    field: name,
    kind,
    value: values[name],
    errors,
    onChange: (value: ClientValues[Name]) => onChange(name, value),
  });
  const label = fieldLabel(field, kind);
  const error = errors.get(field);
  switch (field) {
    case 'legalName':
      return <LegalNameEditor {...common(field)} />;
    case 'formerNames':
      return <FormerNamesEditor {...common(field)} />;
    case 'preferredName':
    case 'title':
    case 'gender':
    case 'pronouns':
    case 'gp':
    case 'referrer':
      return <LineEditor {...common(field)} />;
    case 'dateOfBirth':
    case 'reviewOn':
      return <DayInput label={label} value={values[field]} error={error} onChange={(value) => onChange(field, value)} />;
    case 'dateOfBirthAccuracy':
      return (
        <ChoiceEditor
          label={label}
          value={values[field]}
          choices={choicesOf(recordText.accuracy)}
          error={error}
          onChange={(value) => onChange(field, (value ?? 'exact') as ClientValues['dateOfBirthAccuracy'])}
        />
      );
    case 'indigenousStatus':
      return (
        <ChoiceEditor
          label={label}
          value={values[field]}
          choices={choicesOf(recordText.indigenous)}
          none={recordText.details.none}
          error={error}
          onChange={(value) => onChange(field, value as ClientValues['indigenousStatus'])}
        />
      );
    case 'citizenships':
      return <CitizenshipsEditor {...common(field)} />;
    case 'languages':
      return <LanguagesEditor {...common(field)} />;
    case 'interpreterNeeded':
      return <FlagEditor label={recordText.edit.interpreterNeeded} value={values[field]} onChange={(value) => onChange(field, value)} />;
    case 'emails':
      return <ContactsEditor {...common(field)} />;
    case 'phones':
      return <ContactsEditor {...common(field)} />;
    case 'addresses':
      return <AddressesEditor {...common(field)} />;
    case 'contactChannels':
      return <ChannelsEditor {...common(field)} />;
    case 'contactNote':
      return <NoteEditor {...common(field)} />;
    case 'doNotContact':
      return (
        <FlagEditor
          label={recordText.edit.doNotContact}
          hint={recordText.edit.doNotContactHint}
          value={values[field]}
          onChange={(value) => onChange(field, value)}
        />
      );
    case 'emergencyContact':
      return <EmergencyEditor {...common(field)} />;
    case 'status':
      return (
        <ChoiceEditor
          label={label}
          value={values[field]}
          choices={statusChoices(values.status)}
          error={error}
          onChange={(value) => onChange(field, (value ?? values.status) as ClientValues['status'])}
        />
      );
    case 'teamId':
      return (
        <ChoiceEditor
          label={label}
          value={values[field]}
          choices={assignees.teams}
          none={recordText.edit.noTeam}
          error={error}
          onChange={(value) => onChange(field, value)}
        />
      );
    case 'practitionerId':
      return (
        <ChoiceEditor
          label={label}
          value={values[field]}
          choices={assignees.members}
          none={recordText.edit.nobody}
          error={error}
          onChange={(value) => onChange(field, value)}
        />
      );
  }
}

function choicesOf(words: Readonly<Record<string, string>>): Choice[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

/** Archiving is a step of its own that shows its consequence first, so it is not among the choices. */
function statusChoices(now: ClientValues['status']): Choice[] {
  return choicesOf(recordText.status).filter(({ value }) => value !== 'archived' || now === 'archived');
}
