import { Link } from 'react-router';
import { Consequence } from '../../../shared/ui/consequence.js';
import { mergePreview } from './duplicate-preview.js';
import { belongsTo, differingFields, valuesOf } from './model.js';
import type { ClientDetail } from './model.js';
import { fieldLabel, lowerFirst, recordText } from './text.js';
import { valueView } from './value-view.js';
import type { ViewContext } from './value-view.js';
import sides from './merge-sides.module.css';
import classes from './record.module.css';

const words = recordText.duplicate;

interface MergeSidesProps {
  kept: ClientDetail;
  duplicate: ClientDetail;
  context: ViewContext;
  busy: boolean;
  problem: string | null;
  onMerge: (duplicate: ClientDetail, total: number) => void;
  onOther: () => void;
}

/** The kept client and its duplicate side by side, and what a merge would move. */
export function MergeSides({ kept, duplicate, context, busy, problem, onMerge, onOther }: MergeSidesProps) {
  const preview = mergePreview(kept, duplicate);
  const [mine, theirs] = [valuesOf(kept), valuesOf(duplicate)];
  const fields = differingFields(mine, theirs).filter((field) => belongsTo(kept.kind, field));
  const cell = (view: React.ReactNode) => view ?? <span className={classes['dim']}>{recordText.details.mergeNothing}</span>;
  const list = (names: typeof preview.fills): string => names.map((field) => lowerFirst(fieldLabel(field, kept.kind))).join(', ');
  const changes = [
    ...(preview.moves.length === 0
      ? [words.nothingMoves]
      : [`${words.moves}: ${preview.moves.map(({ what, count }) => `${count} ${words.counts[what][count === 1 ? 0 : 1]}`).join(', ')}`]),
    ...(preview.fills.length === 0 ? [] : [`${words.fills}: ${list(preview.fills)}`]),
    ...(preview.stays.length === 0 ? [] : [`${words.stays}: ${list(preview.stays)}`]),
  ];
  return (
    <>
      <div className={sides['scroll']}>
        <table className={sides['sides']}>
          <thead>
            <tr>
              <th scope="col">
                <span className={sides['hidden']}>{recordText.merging.field}</span>
              </th>
              <th scope="col">
                <small>{words.kept}</small>
                {kept.displayName}
                <span className={classes['dim']}> {kept.fileNumber}</span>
              </th>
              <th scope="col">
                <small>{words.goes}</small>
                {duplicate.displayName}
                <span className={classes['dim']}> {duplicate.fileNumber}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field}>
                <th scope="row">{fieldLabel(field, kept.kind)}</th>
                <td>{cell(valueView(field, mine, context))}</td>
                <td data-goes={preview.fills.includes(field) ? '' : undefined}>{cell(valueView(field, theirs, context))}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{recordText.identifiers.title}</th>
              <td>{identifiersText(kept)}</td>
              <td data-goes={duplicate.identifiers.length > 0 ? '' : undefined}>{identifiersText(duplicate)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <p className={classes['note']} style={{ margin: '12px 0 16px' }}>
        <button type="button" className={classes['link']} onClick={onOther}>
          {words.another}
        </button>
        {' · '}
        <Link className={classes['link']} to={`/clients/${duplicate.id}/merge`}>
          {words.swap}
        </Link>
      </p>
      <Consequence
        danger
        title={`${words.title}?`}
        now={`${kept.displayName} ${kept.fileNumber}, ${duplicate.displayName} ${duplicate.fileNumber}`}
        changes={changes.map((text) => ({ text }))}
        ways={words.final}
        confirmLabel={words.verb(preview.total, duplicate.fileNumber)}
        cancelLabel={words.cancel}
        busy={busy}
        onConfirm={() => onMerge(duplicate, preview.total)}
        onCancel={onOther}
      />
      {problem !== null && (
        <p className={classes['problem']} role="alert" style={{ marginTop: 10 }}>
          {problem}
        </p>
      )}
    </>
  );
}

function identifiersText(client: ClientDetail): string {
  return (
    client.identifiers.map(({ kind, masked }) => `${recordText.identifier[kind]} ${masked}`).join(', ') || recordText.details.mergeNothing
  );
}
