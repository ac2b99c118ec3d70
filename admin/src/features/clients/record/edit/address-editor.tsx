import { Button, NativeSelect, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { countryChoices } from '../places.js';
import type { Address, AddressKind } from '../model.js';
import { recordText } from '../text.js';
import { errorsUnder } from './field-props.js';
import type { EditorProps, FieldErrors } from './field-props.js';
import { listProps } from './list-props.js';
import classes from './edit.module.css';

const words = recordText.edit;
const NO_PARTS = { line1: null, line2: null, suburb: null, state: null, postcode: null };
const STATES = ['', 'ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA'];

/** Addresses: in Australian parts, or as the lines they are written in overseas. */
export function AddressesEditor({ value, onChange, errors }: EditorProps<'addresses'>) {
  const add = (): void => {
    const kinds = value.map((address) => address.kind);
    const kind = (['home', 'postal', 'billing'] as const).find((candidate) => !kinds.includes(candidate)) ?? 'postal';
    onChange([...value, { kind, line1: null, line2: null, suburb: null, state: null, postcode: null, country: 'AU', freeform: null }]);
  };
  return (
    <div className={classes['list']} role="group" aria-label={recordText.fields.addresses}>
      {value.map((address, index) => (
        <AddressFields
          key={index}
          label={words.address(index + 1)}
          value={address}
          onChange={(next) => onChange(value.map((other, at) => (at === index ? next : other)))}
          onRemove={() => onChange(value.filter((_, at) => at !== index))}
          errors={errorsUnder(errors, `addresses.${index}`)}
        />
      ))}
      {errors.has('addresses') && <p className={classes['problem']}>{errors.get('addresses')}</p>}
      <Button variant="default" size="xs" className={classes['addEntry']} leftSection={<IconPlus size={14} />} onClick={add}>
        {words.addAddress}
      </Button>
    </div>
  );
}

interface AddressFieldsProps {
  label: string;
  value: Address;
  onChange: (value: Address) => void;
  onRemove: () => void;
  errors: FieldErrors;
}

function AddressFields({ label, value, onChange, onRemove, errors }: AddressFieldsProps) {
  const set = (part: Partial<Address>): void => onChange({ ...value, ...part });
  const asLines = value.freeform !== null;
  const text = (part: 'line1' | 'line2' | 'suburb' | 'state' | 'postcode') => (
    <TextInput
      key={part}
      label={words[part]}
      autoComplete="off"
      value={value[part] ?? ''}
      error={errors.get(part)}
      onChange={(event) => set({ [part]: event.currentTarget.value })}
    />
  );
  return (
    <fieldset className={classes['entry']}>
      <legend className={classes['legend']}>{label}</legend>
      <div className={classes['pair']}>
        <NativeSelect
          label={words.addressKind}
          value={value.kind}
          data={Object.entries(recordText.addressKind).map(([kind, name]) => ({ value: kind, label: name }))}
          onChange={(event) => set({ kind: event.currentTarget.value as AddressKind })}
        />
        <Select
          {...listProps}
          label={words.country}
          searchable
          allowDeselect={false}
          data={countryChoices()}
          value={value.country}
          error={errors.get('country')}
          onChange={(country) => {
            if (country === null) return;
            const overseas = country !== 'AU' && value.line1 === null && value.suburb === null;
            set({ country, ...(overseas && value.freeform === null ? { freeform: '' } : {}) });
          }}
        />
      </div>
      <SegmentedControl
        aria-label={words.form}
        value={asLines ? 'lines' : 'parts'}
        data={[
          { value: 'parts', label: words.inParts },
          { value: 'lines', label: words.asLines },
        ]}
        onChange={(form) =>
          set(form === 'lines' ? { ...NO_PARTS, freeform: linesOf(value) } : { freeform: null, line1: oneLine(value.freeform) })
        }
        className={classes['segments']}
      />
      {asLines ? (
        <Textarea
          label={words.lines}
          autosize
          minRows={3}
          value={value.freeform ?? ''}
          error={errors.get('freeform') ?? errors.get('line1')}
          onChange={(event) => set({ freeform: event.currentTarget.value })}
        />
      ) : (
        <>
          {text('line1')}
          {text('line2')}
          <div className={classes['placeParts']}>
            {text('suburb')}
            {value.country === 'AU' ? (
              <NativeSelect
                label={words.state}
                value={value.state ?? ''}
                data={STATES.includes(value.state ?? '') ? STATES : [...STATES, value.state ?? '']}
                error={errors.get('state')}
                onChange={(event) => set({ state: event.currentTarget.value === '' ? null : event.currentTarget.value })}
              />
            ) : (
              text('state')
            )}
            {text('postcode')}
          </div>
        </>
      )}
      <Button
        variant="subtle"
        color="gray"
        size="xs"
        className={classes['removeEntry']}
        onClick={onRemove}
        aria-label={words.remove(label.toLowerCase())}
      >
        {words.removeShort}
      </Button>
    </fieldset>
  );
}

/** Lines in one, for the way back. */
function oneLine(lines: string | null): string | null {
  return (
    lines
      ?.split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join(', ') || null
  );
}

/** The parts typed so far as lines, so that changing the form of an address never loses what is in it. */
function linesOf({ line1, line2, suburb, state, postcode }: Address): string {
  const place = [suburb, state, postcode].filter(Boolean).join(' ');
  return [line2, line1, place].filter((line) => line !== null && line !== '').join('\n');
}
