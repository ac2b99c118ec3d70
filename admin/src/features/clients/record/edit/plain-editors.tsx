import { Autocomplete, Button, Checkbox, MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { countryChoices, languageChoices } from '../places.js';
import type { ContactChannel, EmergencyContact } from '../model.js';
import { fieldLabel, recordText } from '../text.js';
import type { Choice } from '../places.js';
import type { EditorProps } from './field-props.js';
import { listProps } from './list-props.js';
import classes from './edit.module.css';

const words = recordText.edit;

type TextField = 'preferredName' | 'title' | 'gender' | 'pronouns' | 'gp' | 'referrer';
const SUGGESTIONS: Partial<Readonly<Record<TextField, string[]>>> = {
  title: ['Mr', 'Ms', 'Mrs', 'Miss', 'Mx', 'Dr', 'Prof'],
  gender: ['Woman', 'Man', 'Non-binary', 'Prefers not to say'],
  pronouns: ['she/her', 'he/him', 'they/them'],
};

/** One line of text, with the usual answers offered where there are some. */
export function LineEditor({ field, kind, value, onChange, errors }: EditorProps<TextField>) {
  const common = { label: fieldLabel(field, kind), value: value ?? '', error: errors.get(field), autoComplete: 'off' };
  const suggestions = SUGGESTIONS[field];
  if (suggestions !== undefined)
    return <Autocomplete {...listProps} {...common} data={suggestions} onChange={(text) => onChange(text === '' ? null : text)} />;
  return <TextInput {...common} onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)} />;
}

/** The note on how to reach the client. */
export function NoteEditor({ kind, value, onChange, errors }: EditorProps<'contactNote'>) {
  return (
    <Textarea
      label={fieldLabel('contactNote', kind)}
      description={words.contactNoteHint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autosize
      minRows={2}
      maxRows={8}
      value={value ?? ''}
      error={errors.get('contactNote')}
      onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    />
  );
}

interface ChoiceEditorProps {
  label: string;
  value: string | null;
  choices: Choice[];
  /** What no choice is called; without it, one must be made. */
  none?: string;
  onChange: (value: string | null) => void;
  error?: string | undefined;
}

/** One of several; typed to find it when there are many. */
export function ChoiceEditor({ label, value, choices, none, onChange, error }: ChoiceEditorProps) {
  return (
    <Select
      {...listProps}
      label={label}
      data={choices}
      value={value}
      placeholder={none}
      searchable={choices.length > 8}
      clearable={none !== undefined}
      clearButtonProps={{ 'aria-label': words.clear }}
      allowDeselect={false}
      error={error}
      onChange={onChange}
    />
  );
}

/** Countries of citizenship. */
export function CitizenshipsEditor({ kind, value, onChange, errors }: EditorProps<'citizenships'>) {
  return (
    <SeveralEditor
      label={fieldLabel('citizenships', kind)}
      hint={words.citizenshipsHint}
      value={value}
      data={countryChoices()}
      onChange={onChange}
      error={firstUnder(errors, 'citizenships')}
    />
  );
}

/** Languages, the one to speak first. */
export function LanguagesEditor({ kind, value, onChange, errors }: EditorProps<'languages'>) {
  return (
    <SeveralEditor
      label={fieldLabel('languages', kind)}
      hint={words.languagesHint}
      value={value}
      data={languageChoices(value)}
      onChange={onChange}
      error={firstUnder(errors, 'languages')}
    />
  );
}

/** Ways to reach the client, in the order they prefer. */
export function ChannelsEditor({ value, onChange, errors }: EditorProps<'contactChannels'>) {
  const data = Object.entries(recordText.channel).map(([channel, label]) => ({ value: channel, label }));
  return (
    <SeveralEditor
      label={words.channels}
      value={value}
      data={data}
      onChange={(next) => onChange(next as ContactChannel[])}
      error={firstUnder(errors, 'contactChannels')}
    />
  );
}

interface SeveralEditorProps {
  label: string;
  hint?: string;
  value: string[];
  data: Choice[];
  onChange: (value: string[]) => void;
  error: string | undefined;
}

function SeveralEditor({ label, hint, value, data, onChange, error }: SeveralEditorProps) {
  return (
    <MultiSelect
      {...listProps}
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={data}
      value={value}
      onChange={onChange}
      error={error}
      searchable
      hidePickedOptions
      limit={60}
      placeholder={value.length === 0 ? words.choose : undefined}
      clearButtonProps={{ 'aria-label': words.clear }}
    />
  );
}

/** A yes or no. */
export function FlagEditor({
  label,
  hint,
  value,
  onChange,
}: {
  label: string;
  hint?: string;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <Checkbox
      label={label}
      description={hint}
      checked={value}
      onChange={(event) => onChange(event.currentTarget.checked)}
      className={classes['flag']}
    />
  );
}

/** Whom to call. */
export function EmergencyEditor({ kind, value, onChange, errors }: EditorProps<'emergencyContact'>) {
  const label = fieldLabel('emergencyContact', kind);
  if (value === null) {
    return (
      <Button
        variant="default"
        size="xs"
        className={classes['addEntry']}
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange({ name: '', relationship: null, phone: '' })}
      >
        {words.addEmergency}
      </Button>
    );
  }
  const part = (name: keyof EmergencyContact, text: string, type?: string) => (
    <TextInput
      label={text}
      type={type ?? 'text'}
      autoComplete="off"
      value={value[name] ?? ''}
      error={errors.get(`emergencyContact.${name}`)}
      onChange={(event) => onChange({ ...value, [name]: event.currentTarget.value })}
    />
  );
  return (
    <fieldset className={classes['entry']} aria-label={label}>
      <div className={classes['pair']}>
        {part('name', words.name)}
        {part('relationship', words.relationship)}
      </div>
      {part('phone', words.phoneLabel, 'tel')}
      {errors.has('emergencyContact') && <p className={classes['problem']}>{errors.get('emergencyContact')}</p>}
      <Button
        variant="subtle"
        color="gray"
        size="xs"
        className={classes['removeEntry']}
        onClick={() => onChange(null)}
        aria-label={words.remove(label.toLowerCase())}
      >
        {words.removeShort}
      </Button>
    </fieldset>
  );
}

function firstUnder(errors: EditorProps<'languages'>['errors'], field: string): string | undefined {
  return errors.get(field) ?? [...errors].find(([path]) => path.startsWith(`${field}.`))?.[1];
}
