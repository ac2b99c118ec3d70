import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { nameText } from '../model.js';
import type { PersonName } from '../model.js';
import { fieldLabel, recordText } from '../text.js';
import { errorsUnder } from './field-props.js';
import type { EditorProps, FieldErrors } from './field-props.js';
import classes from './edit.module.css';

const words = recordText.edit;

/** The legal name, in its bearer's own order. */
export function LegalNameEditor({ kind, value, onChange, errors }: EditorProps<'legalName'>) {
  return (
    <NameFields
      idle={kind === 'entity'}
      label={fieldLabel('legalName', kind)}
      value={value}
      onChange={onChange}
      errors={errorsUnder(errors, 'legalName')}
      whole={errors.get('legalName')}
    />
  );
}

/** Every name the client was known by before. */
export function FormerNamesEditor({ kind, value, onChange, errors }: EditorProps<'formerNames'>) {
  return (
    <div className={classes['list']} role="group" aria-label={fieldLabel('formerNames', kind)}>
      {value.map((name, index) => (
        <div key={index} className={classes['entry']}>
          <NameFields
            idle={kind === 'entity'}
            label={words.formerName(index + 1)}
            value={name}
            onChange={(next) => onChange(value.map((other, at) => (at === index ? next : other)))}
            errors={errorsUnder(errors, `formerNames.${index}`)}
            whole={errors.get(`formerNames.${index}`)}
          />
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            className={classes['removeEntry']}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
            aria-label={words.remove(words.formerName(index + 1).toLowerCase())}
          >
            {words.removeShort}
          </Button>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        className={classes['addEntry']}
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...value, { family: '', given: '', familyFirst: false }])}
      >
        {words.addFormerName}
      </Button>
    </div>
  );
}

interface NameFieldsProps {
  /** An entity has one name only. */
  idle: boolean;
  label: string;
  value: PersonName;
  onChange: (value: PersonName) => void;
  errors: FieldErrors;
  whole: string | undefined;
}

function NameFields({ idle, label, value, onChange, errors, whole }: NameFieldsProps) {
  if (idle) {
    return (
      <TextInput
        label={label}
        value={value.family}
        error={errors.get('family') ?? whole}
        autoComplete="off"
        onChange={(event) => onChange({ family: event.currentTarget.value, given: '', familyFirst: false })}
      />
    );
  }
  const written = nameText(value);
  const family = (
    <TextInput
      key="family"
      label={words.family}
      value={value.family}
      error={errors.get('family') ?? whole}
      autoComplete="off"
      onChange={(event) => onChange({ ...value, family: event.currentTarget.value })}
    />
  );
  const given = (
    <TextInput
      key="given"
      label={words.given}
      description={words.givenHint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value.given}
      error={errors.get('given')}
      autoComplete="off"
      onChange={(event) => onChange({ ...value, given: event.currentTarget.value })}
    />
  );
  return (
    <div role="group" aria-label={label} className={classes['nameFields']}>
      <div className={classes['pair']}>{value.familyFirst ? [family, given] : [given, family]}</div>
      <div className={classes['nameOrder']}>
        <Checkbox
          label={words.familyFirst}
          checked={value.familyFirst}
          onChange={(event) => onChange({ ...value, familyFirst: event.currentTarget.checked })}
        />
        {written !== '' && <span className={classes['hint']}>{words.writtenAs(written)}</span>}
      </div>
    </div>
  );
}
