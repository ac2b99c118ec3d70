import { SealIcon } from '../../../shared/ui/seal-icon.js';
import { OptionLine } from './option-line.js';
import type { Group, Option } from './options.js';
import { searchText } from './text.js';
import classes from './search.module.css';

interface SearchResultsProps {
  id: string;
  text: string;
  groups: readonly Group[];
  active: Option | undefined;
  failed: boolean;
  /** The text was answered and no client was found. */
  nobody: boolean;
  onPoint: (option: Option) => void;
  onChoose: (option: Option) => void;
}

/** The id of a line, which the field names while it is the active one. */
export const optionId = (listId: string, option: Option): string => `${listId}-${option.kind}-${option.key}`;

/** What the search offers, in groups, with the keys below. */
export function SearchResults({ id, text, groups, active, failed, nobody, onPoint, onChoose }: SearchResultsProps) {
  return (
    // The field keeps the focus while lines are pressed.
    <div role="presentation" className={classes['pop']} onMouseDown={(event) => event.preventDefault()}>
      <div className={classes['scroll']}>
        {failed && <p className={classes['failed']}>{searchText.failed}</p>}
        {nobody && !failed && (
          <p className={classes['nobody']}>
            <b>{searchText.noClients(text)}</b>
            <span>{searchText.noClientsHint}</span>
          </p>
        )}
        <div id={id} role="listbox" aria-label={searchText.listLabel}>
          {groups.map((group) => (
            <div key={group.name} role="group" aria-labelledby={`${id}-${group.name}`} className={classes['group']}>
              <div id={`${id}-${group.name}`} role="presentation" className={classes['head']}>
                <span>{searchText.groups[group.name]}</span>
                {group.total !== null && <span>{searchText.shownOf(group.options.length, group.total)}</span>}
              </div>
              {group.options.map((option) => (
                <OptionLine
                  key={option.key}
                  id={optionId(id, option)}
                  option={option}
                  text={text}
                  active={option === active}
                  onPoint={() => onPoint(option)}
                  onChoose={() => onChoose(option)}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
      <div className={classes['foot']}>
        <span>
          <SealIcon />
          {text === '' ? searchText.footerIdle : searchText.footer}
        </span>
        <span className={classes['keys']} aria-hidden>
          <kbd>{searchText.up}</kbd>
          <kbd>{searchText.down}</kbd> {searchText.move}
        </span>
        <span className={classes['keys']} aria-hidden>
          <kbd>{searchText.enter}</kbd> {searchText.choose}
        </span>
      </div>
    </div>
  );
}
