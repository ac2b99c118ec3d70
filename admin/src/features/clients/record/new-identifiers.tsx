import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { errorsUnder } from './edit/field-props.js';
import type { FieldErrors } from './edit/field-props.js';
import { IdentifierFields, emptyIdentifier } from './identifier-form.js';
import type { IdentifierDraft } from './identifier-form.js';
import type { ClientKind } from './model.js';
import { recordText } from './text.js';
import editClasses from './edit/edit.module.css';
import classes from './record.module.css';

const words = recordText.newClient;

interface NewIdentifiersProps {
  kind: ClientKind;
  drafts: IdentifierDraft[];
  onChange: (drafts: IdentifierDraft[]) => void;
  errors: FieldErrors;
}

/** Identifiers typed together with a new client; each is sealed with it, or nothing is created. */
export function NewIdentifiers({ kind, drafts, onChange, errors }: NewIdentifiersProps) {
  return (
    <section className={editClasses['section']} aria-labelledby="new-identifiers" data-field="identifiers">
      <h2 id="new-identifiers" className={editClasses['sectionTitle']}>
        {words.identifiers}
      </h2>
      <div className={editClasses['fields']}>
        {drafts.map((draft, index) => (
          <fieldset key={index} className={`${editClasses['entry']} ${classes['form']}`}>
            <legend className={editClasses['legend']}>{recordText.identifier[draft.kind]}</legend>
            <IdentifierFields
              draft={draft}
              errors={errorsUnder(errors, String(index))}
              onChange={(next) => onChange(drafts.map((other, at) => (at === index ? next : other)))}
            />
            <Button
              variant="subtle"
              color="gray"
              size="xs"
              className={editClasses['removeEntry']}
              onClick={() => onChange(drafts.filter((_, at) => at !== index))}
              aria-label={recordText.edit.remove(recordText.identifier[draft.kind])}
            >
              {recordText.edit.removeShort}
            </Button>
          </fieldset>
        ))}
        <div className={classes['buttons']}>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...drafts, emptyIdentifier(kind === 'entity' ? 'abn' : 'passport')])}
          >
            {words.addIdentifier}
          </Button>
          <span className={editClasses['hint']}>{words.identifiersHint}</span>
        </div>
      </div>
    </section>
  );
}
