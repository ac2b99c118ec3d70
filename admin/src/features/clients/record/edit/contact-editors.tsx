import { ActionIcon, Button, Radio, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useId } from 'react';
import type { Contact } from '../model.js';
import { recordText } from '../text.js';
import { phoneText } from '../value-view.js';
import type { EditorProps } from './field-props.js';
import classes from './edit.module.css';

const words = recordText.edit;

/** E-mail addresses or phone numbers, one of them the main one. */
export function ContactsEditor({ field, value, onChange, errors }: EditorProps<'emails'> | EditorProps<'phones'>) {
  const group = useId();
  const email = field === 'emails';
  const nameOf = email ? words.email : words.phone;
  const change = (index: number, part: Partial<Contact>): void =>
    onChange(value.map((entry, at) => (at === index ? { ...entry, ...part } : entry)));
  const remove = (index: number): void => {
    const left = value.filter((_, at) => at !== index);
    const hasMain = left.some((entry) => entry.main);
    onChange(hasMain ? left : left.map((entry, at) => ({ ...entry, main: at === 0 })));
  };
  return (
    <div className={classes['list']} role="group" aria-label={recordText.fields[field]}>
      {value.map((entry, index) => (
        <div key={index} className={classes['contact']}>
          <TextInput
            label={nameOf(index + 1)}
            type={email ? 'email' : 'tel'}
            inputMode={email ? 'email' : 'tel'}
            autoComplete="off"
            value={email ? entry.value : phoneText(entry.value)}
            error={errors.get(`${field}.${index}.value`) ?? errors.get(`${field}.${index}`)}
            onChange={(event) => change(index, { value: event.currentTarget.value })}
          />
          <TextInput
            label={words.label}
            placeholder={words.labelHint}
            autoComplete="off"
            value={entry.label ?? ''}
            error={errors.get(`${field}.${index}.label`)}
            onChange={(event) => change(index, { label: event.currentTarget.value })}
          />
          <div className={classes['contactEnd']}>
            <Radio
              name={group}
              label={words.useAsMain}
              aria-label={words.mainFor(nameOf(index + 1).toLowerCase())}
              checked={entry.main}
              onChange={() => onChange(value.map((other, at) => ({ ...other, main: at === index })))}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.remove(nameOf(index + 1).toLowerCase())}
              onClick={() => remove(index)}
            >
              <IconX size={16} stroke={1.5} />
            </ActionIcon>
          </div>
        </div>
      ))}
      {errors.has(field) && <p className={classes['problem']}>{errors.get(field)}</p>}
      <Button
        variant="default"
        size="xs"
        className={classes['addEntry']}
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...value, { label: null, value: '', main: value.length === 0 }])}
      >
        {email ? words.addEmail : words.addPhone}
      </Button>
      {!email && value.length > 0 && <span className={classes['hint']}>{words.phoneHint}</span>}
    </div>
  );
}
