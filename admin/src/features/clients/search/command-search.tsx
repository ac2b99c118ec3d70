import { IconSearch } from '@tabler/icons-react';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { FocusEvent } from 'react';
import { flushSync } from 'react-dom';
import { useMe } from '../../../shared/api/query.js';
import { useMay } from '../../../shared/api/use-may.js';
import { announce } from '../../../shared/ui/announce.js';
import { groupsFor } from './options.js';
import type { Group, Option } from './options.js';
import { optionId, SearchResults } from './search-results.js';
import { searchText } from './text.js';
import { LONGEST_SEARCH, useClientSearch } from './use-client-search.js';
import { useCombobox } from './use-combobox.js';
import { useCommands } from './use-commands.js';
import { useRecentClients } from './use-recent.js';
import { useSearchKeys } from './use-search-keys.js';
import classes from './search.module.css';

const NONE: readonly Group[] = [];

/**
 * The one search: clients, pages and actions. A field in the top bar, the whole screen on a phone. What is typed is
 * personal data: it stays in this component and in request bodies, never in an address or in storage.
 */
export default function CommandSearch() {
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const listId = useId();
  const me = useMe().data;
  const recent = useRecentClients(me && `${me.member.id} ${me.session.startedAt}`);
  const modules = me?.member.modules;
  const isOn = useCallback((module: string): boolean => modules === undefined || modules.includes(module), [modules]);
  const { found, fresh, error, text } = useClientSearch(open && isOn('clients') ? typed : '');
  const mayCreate = useMay('clients')('create');
  const runs = me !== undefined && me.member.role !== 'member';
  const groups = useMemo(
    () => (open ? groupsFor(text, found, recent, isOn, mayCreate, runs) : NONE),
    [open, text, found, recent, isOn, mayCreate, runs],
  );
  const run = useCommands();

  const start = useCallback((): void => {
    // Within the press, so that a phone brings up its keyboard.
    flushSync(() => setOpen(true));
    field.current?.focus();
    field.current?.select();
  }, []);
  const finish = useCallback((): void => {
    setOpen(false);
    setTyped('');
    field.current?.blur();
  }, []);
  const cancel = (): void => {
    finish();
    // On a phone the button that opened the search stands again once this is drawn.
    requestAnimationFrame(() => opener.current?.focus());
  };
  const choose = useCallback(
    (option: Option): void => {
      finish();
      run(option, typed);
    },
    [finish, run, typed],
  );
  useSearchKeys(start);

  const { active, onKeyDown, point } = useCombobox({
    groups,
    fresh: fresh || error !== null,
    typed,
    onChoose: choose,
    onEscape: () => (typed === '' ? cancel() : setTyped('')),
  });
  const failed = error !== null;
  useAnnouncedResults(
    open && text !== '' && fresh,
    failed,
    found?.total ?? 0,
    groups.reduce((sum, group) => sum + (group.name === 'clients' ? 0 : group.options.length), 0),
    text,
  );
  useEffect(() => {
    if (open && active) document.getElementById(optionId(listId, active))?.scrollIntoView({ block: 'nearest' });
  }, [open, active, listId]);

  const leave = (event: FocusEvent): void => {
    if (!root.current?.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    <div ref={root} role="presentation" className={classes['search']} data-open={open || undefined} onBlur={leave}>
      <div role="search" className={classes['parts']}>
        <button ref={opener} type="button" className={classes['opener']} aria-label={searchText.open} onClick={start}>
          <IconSearch size={20} stroke={1.6} />
        </button>
        <div className={classes['box']}>
          <IconSearch size={17} stroke={1.6} aria-hidden />
          <input
            ref={field}
            className={classes['field']}
            type="text"
            role="combobox"
            aria-label={searchText.label}
            placeholder={searchText.label}
            aria-expanded={open}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={open && active ? optionId(listId, active) : undefined}
            autoComplete="off"
            autoCorrect="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="go"
            maxLength={LONGEST_SEARCH}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setOpen(true);
            }}
            onFocus={() => setOpen(true)}
            onClick={() => setOpen(true)}
            onKeyDown={onKeyDown}
          />
          <kbd aria-hidden>{open ? searchText.escape : searchText.slash}</kbd>
          <button type="button" className={classes['cancel']} onClick={cancel}>
            {searchText.cancel}
          </button>
        </div>
        {open && (
          <SearchResults
            id={listId}
            text={text}
            groups={groups}
            active={active}
            failed={failed}
            nobody={text !== '' && fresh && !failed && found?.items.length === 0}
            onPoint={point}
            onChoose={choose}
          />
        )}
      </div>
    </div>
  );
}

/** Says how many were found, once each answer stands. */
function useAnnouncedResults(ready: boolean, failed: boolean, clients: number, others: number, text: string): void {
  useEffect(() => {
    if (ready) announce(failed ? searchText.announceFailed : searchText.announce(clients, others));
  }, [ready, failed, clients, others, text]);
}
