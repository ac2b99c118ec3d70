import { Button, Radio } from '@mantine/core';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { FIELD_NAMES, belongsTo, changesBetween, valuesOf } from '../model.js';
import type { ClientDetail, ClientValues, FieldName } from '../model.js';
import { fieldLabel, recordText } from '../text.js';
import { mergeRows, withField } from '../three-way.js';
import type { MergeRow } from '../three-way.js';
import { valueView } from '../value-view.js';
import type { ViewContext } from '../value-view.js';
import { FieldEditor } from './field-editor.js';
import { NO_ERRORS } from './field-props.js';
import type { Assignees } from './field-props.js';
import classes from './merge.module.css';

const words = recordText.merging;

type Pick = 'theirs' | 'yours' | 'edit';

interface MergeScreenProps {
  /** The client as somebody else stored it. */
  client: ClientDetail;
  savedBy: string | null;
  /** The same person saved in another tab. */
  savedByYou: boolean;
  /** It happened a second time, while the person was choosing. */
  again: boolean;
  base: ClientValues;
  yours: ClientValues;
  assignees: Assignees;
  context: ViewContext;
  saving: boolean;
  failure: string | null;
  onSave: (values: ClientValues, changes: Partial<ClientValues>) => void;
  onBack: () => void;
}

/** Two people's edits beside each other, field by field: theirs as saved, yours as typed, and what is to be saved. */
export function MergeScreen({
  client,
  savedBy,
  savedByYou,
  again,
  base,
  yours,
  assignees,
  context,
  saving,
  failure,
  onSave,
  onBack,
}: MergeScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const theirs = useMemo(() => valuesOf(client), [client]);
  const rows = useMemo(
    () => mergeRows(base, theirs, yours).filter((row) => belongsTo(client.kind, row.field)),
    [base, theirs, yours, client.kind],
  );
  const [picks, setPicks] = useState<Partial<Record<FieldName, Pick>>>({});
  const [edited, setEdited] = useState<ClientValues>(yours);
  useEffect(() => heading.current?.focus(), [client.version]);

  const pickOf = (row: MergeRow): Pick | null => picks[row.field] ?? row.suggestion;
  const undecided = rows.filter((row) => pickOf(row) === null).length;
  const result = rows.reduce((values, row) => {
    const pick = pickOf(row);
    return withField(values, row.field, pick === 'theirs' ? theirs : pick === 'yours' ? yours : edited);
  }, theirs);
  const same = FIELD_NAMES.filter((field) => belongsTo(client.kind, field) && !rows.some((row) => row.field === field));

  return (
    <section aria-labelledby="merge-title">
      <h2 id="merge-title" ref={heading} tabIndex={-1} className={classes['title']}>
        {words.title}
      </h2>
      <p className={classes['intro']} role="status">
        {again ? words.again : words.intro(savedBy, savedByYou)}
      </p>
      <div className={classes['grid']}>
        <div className={classes['heads']} aria-hidden="true">
          <span>{words.theirs}</span>
          <span>{words.yours}</span>
          <span>{words.result}</span>
        </div>
        {rows.map((row) => (
          <MergeField
            key={row.field}
            row={row}
            pick={pickOf(row)}
            client={client}
            theirs={theirs}
            yours={yours}
            edited={edited}
            result={result}
            assignees={assignees}
            context={context}
            onPick={(pick) => {
              if (pick === 'edit') setEdited(withField(edited, row.field, pickOf(row) === 'theirs' ? theirs : yours));
              setPicks({ ...picks, [row.field]: pick });
            }}
            onEdit={(field, value) => setEdited({ ...edited, [field]: value })}
          />
        ))}
      </div>
      <details className={classes['same']}>
        <summary>{words.same(same.length)}</summary>
        <dl>
          {same.map((field) => (
            <div key={field}>
              <dt>{fieldLabel(field, client.kind)}</dt>
              <dd>{valueView(field, theirs, context) ?? words.nothing}</dd>
            </div>
          ))}
        </dl>
      </details>
      <div className={classes['bar']}>
        <span className={failure === null ? classes['said'] : classes['failed']} role="status">
          {failure ?? (undecided > 0 ? words.undecided(undecided) : '')}
        </span>
        <Button variant="default" onClick={onBack}>
          {words.back}
        </Button>
        <Button disabled={undecided > 0} loading={saving} onClick={() => onSave(result, changesBetween(theirs, result))}>
          {words.save}
        </Button>
      </div>
    </section>
  );
}

interface MergeFieldProps {
  row: MergeRow;
  pick: Pick | null;
  client: ClientDetail;
  theirs: ClientValues;
  yours: ClientValues;
  edited: ClientValues;
  result: ClientValues;
  assignees: Assignees;
  context: ViewContext;
  onPick: (pick: Pick) => void;
  onEdit: <Name extends FieldName>(field: Name, value: ClientValues[Name]) => void;
}

function MergeField({ row, pick, client, theirs, yours, edited, assignees, context, onPick, onEdit }: MergeFieldProps) {
  const name = useId();
  const label = fieldLabel(row.field, client.kind);
  const side = (values: ClientValues) =>
    valueView(row.field, values, context) ?? <span className={classes['nothing']}>{words.nothing}</span>;
  return (
    <fieldset className={classes['row']} data-conflict={row.conflict && pick === null ? '' : undefined}>
      <legend className={classes['legend']}>
        {label}{' '}
        <span className={classes['why']}>
          {row.conflict ? words.conflict : row.suggestion === 'theirs' ? words.onlyTheirs : words.onlyYours}
        </span>
      </legend>
      <div className={classes['cells']}>
        <div className={classes['cell']} data-on={pick === 'theirs' ? '' : undefined}>
          <Radio name={name} label={words.useTheirs} checked={pick === 'theirs'} onChange={() => onPick('theirs')} />
          <div className={classes['value']}>{side(theirs)}</div>
        </div>
        <div className={classes['cell']} data-on={pick === 'yours' ? '' : undefined}>
          <Radio name={name} label={words.useYours} checked={pick === 'yours'} onChange={() => onPick('yours')} />
          <div className={classes['value']}>{side(yours)}</div>
        </div>
        <div className={classes['cell']} data-on={pick === 'edit' ? '' : undefined}>
          <Radio name={name} label={words.useEdit} checked={pick === 'edit'} onChange={() => onPick('edit')} />
          {pick === 'edit' ? (
            <div className={classes['editor']} role="group" aria-label={words.editing(label)}>
              <FieldEditor
                field={row.field}
                kind={client.kind}
                values={edited}
                onChange={onEdit}
                errors={NO_ERRORS}
                assignees={assignees}
              />
            </div>
          ) : (
            <div className={classes['value']}>
              {pick === null ? <span className={classes['nothing']}>{words.choiceFor()}</span> : side(pick === 'theirs' ? theirs : yours)}
            </div>
          )}
        </div>
      </div>
    </fieldset>
  );
}
