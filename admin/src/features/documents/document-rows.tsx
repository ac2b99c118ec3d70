import { ActionIcon, Checkbox, Menu } from '@mantine/core';
import { IconDots, IconFileText } from '@tabler/icons-react';
import { Link } from 'react-router';
import { day, near } from '../../shared/text/dates.js';
import { Status } from '../../shared/ui/status.js';
import type { BulkAct, DocumentLine } from './model.js';
import { fileSize } from './model.js';
import { sharesText } from './shares/text.js';
import { documentsText as words } from './text.js';
import { useThumbnails } from './use-documents.js';
import classes from './documents.module.css';

interface RowsProps {
  items: readonly DocumentLine[];
  timeZone: string;
  today: string;
  memberName: (id: string) => string;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  /** Where a document is opened. */
  pathOf: (document: DocumentLine) => string;
  may: (act: 'create' | 'update' | 'delete') => boolean;
  onEdit: (document: DocumentLine) => void;
  onMove: (document: DocumentLine) => void;
  onShare: (document: DocumentLine) => void;
  onDownload: (document: DocumentLine) => void;
  onVersion: (document: DocumentLine) => void;
  onAct: (document: DocumentLine, act: BulkAct) => void;
}

/** Documents as rows; on phones name, category and day. */
export function DocumentRows(props: RowsProps) {
  const { items, selected, onSelect, may } = props;
  const pictures = useThumbnails(items.filter(({ state }) => state !== 'removed').map(({ id }) => id));
  return (
    <table className={classes['table']} aria-label={words.all}>
      <thead>
        <tr>
          {may('delete') && (
            <th scope="col" className={classes['tick']}>
              <Checkbox
                size="xs"
                aria-label={words.columns.select}
                checked={selected.size === items.length}
                indeterminate={selected.size > 0 && selected.size < items.length}
                onChange={(event) => onSelect(new Set(event.currentTarget.checked ? items.map(({ id }) => id) : []))}
              />
            </th>
          )}
          <th scope="col">{words.columns.name}</th>
          <th scope="col">{words.columns.category}</th>
          <th scope="col">{words.columns.status}</th>
          <th scope="col">{words.columns.from}</th>
          <th scope="col" className={classes['number']}>
            {words.columns.added}
          </th>
          <th scope="col" className={classes['number']}>
            {words.columns.size}
          </th>
          <th scope="col">
            <span className={classes['hidden']}>{words.columns.acts}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((document) => (
          <Row key={document.id} document={document} picture={pictures.get(document.id)} {...props} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ document, picture, ...props }: RowsProps & { document: DocumentLine; picture: string | undefined }) {
  const { selected, onSelect, may, timeZone, today, memberName } = props;
  const { id, name, category, expiresOn, state, madeBy, createdAt, bytes } = document;
  const toggle = (on: boolean): void => {
    const next = new Set(selected);
    if (on) next.add(id);
    else next.delete(id);
    onSelect(next);
  };
  return (
    <tr data-selected={selected.has(id) || undefined}>
      {may('delete') && (
        <td className={classes['tick']}>
          <Checkbox
            size="xs"
            aria-label={words.selectOne(name)}
            checked={selected.has(id)}
            onChange={(event) => toggle(event.currentTarget.checked)}
          />
        </td>
      )}
      <th scope="row">
        <Link to={props.pathOf(document)} className={classes['name']}>
          <span className={classes['picture']}>
            {picture ? <img src={picture} alt="" /> : <IconFileText size={18} stroke={1.5} aria-hidden />}
          </span>
          <span>{name}</span>
        </Link>
      </th>
      <td className={classes['category']}>
        {category === null ? <span className={classes['quiet']}>—</span> : words.categories[category]}
        {expiresOn !== null && (
          <small data-over={expiresOn < today || undefined}>
            {expiresOn < today ? words.expired(day(expiresOn)) : words.expires(day(expiresOn))}
          </small>
        )}
      </td>
      <td className={classes['status']}>
        <Status kind={state === 'filed' ? 'done' : state === 'archived' ? 'archived' : 'none'}>{words.states[state]}</Status>
      </td>
      <td className={classes['from']}>{madeBy === null ? words.outside : memberName(madeBy)}</td>
      <td className={classes['number']}>{near(createdAt, timeZone)}</td>
      <td className={classes['number']}>{fileSize(bytes)}</td>
      <td className={classes['acts']}>
        <Acts document={document} {...props} />
      </td>
    </tr>
  );
}

function Acts({ document, may, onEdit, onMove, onShare, onDownload, onVersion, onAct }: RowsProps & { document: DocumentLine }) {
  const gone = document.state === 'removed';
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={words.actsOf(document.name)}>
          <IconDots size={17} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!gone && <Menu.Item onClick={() => onDownload(document)}>{words.download}</Menu.Item>}
        {!gone && document.state !== 'arriving' && may('update') && (
          <Menu.Item onClick={() => onShare(document)}>{sharesText.openMenu}</Menu.Item>
        )}
        {!gone && may('update') && <Menu.Item onClick={() => onEdit(document)}>{words.edit}</Menu.Item>}
        {!gone && document.state !== 'arriving' && may('update') && (
          <Menu.Item onClick={() => onMove(document)}>{words.moveMenu}</Menu.Item>
        )}
        {!gone && may('create') && <Menu.Item onClick={() => onVersion(document)}>{words.newVersion}</Menu.Item>}
        {may('delete') && document.state === 'filed' && <Menu.Item onClick={() => onAct(document, 'archive')}>{words.archive}</Menu.Item>}
        {may('delete') && document.state !== 'filed' && <Menu.Item onClick={() => onAct(document, 'restore')}>{words.restore}</Menu.Item>}
        {may('delete') && !gone && (
          <Menu.Item color="red" onClick={() => onAct(document, 'remove')}>
            {words.remove}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
