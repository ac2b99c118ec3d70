import type { ClientKind, ClientValues, FieldName } from '../model.js';
import { fieldLabel } from '../text.js';
import { FieldEditor } from './field-editor.js';
import type { Assignees, FieldErrors } from './field-props.js';
import { GROUPED, quickSectionsFor, sectionsFor } from './sections.js';
import classes from './edit.module.css';

interface EditFieldsProps {
  kind: ClientKind;
  values: ClientValues;
  onChange: <Name extends FieldName>(field: Name, value: ClientValues[Name]) => void;
  errors: FieldErrors;
  assignees: Assignees;
  /** Shows only these parts of the form; all of them without it. */
  only?: readonly string[];
  /** The short form of a new client. */
  quick?: boolean;
  /** Level of the parts' headings, one below what the form stands under. */
  level?: 2 | 3;
}

/** Every field of a client, in the parts people think of them. */
export function EditFields({ kind, values, onChange, errors, assignees, only, quick, level = 3 }: EditFieldsProps) {
  const Heading = `h${level}` as const;
  const Inner = `h${level + 1}` as 'h3' | 'h4';
  return (quick === true ? quickSectionsFor(kind) : sectionsFor(kind))
    .filter((section) => only === undefined || only.includes(section.id))
    .map((section) => (
      <section key={section.id} className={classes['section']} aria-labelledby={`edit-${section.id}`}>
        <Heading id={`edit-${section.id}`} className={classes['sectionTitle']}>
          {section.title}
        </Heading>
        <div className={classes['fields']}>
          {section.rows.map((row) => (
            <div key={row.join()} className={row.length > 1 ? classes['pair'] : classes['single']}>
              {row.map((field) => (
                <div key={field} data-field={field}>
                  {GROUPED.has(field) && <Inner className={classes['groupTitle']}>{fieldLabel(field, kind)}</Inner>}
                  <FieldEditor field={field} kind={kind} values={values} onChange={onChange} errors={errors} assignees={assignees} />
                </div>
              ))}
            </div>
          ))}
        </div>
      </section>
    ));
}
