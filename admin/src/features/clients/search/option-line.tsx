import {
  IconBuilding,
  IconDownload,
  IconFileImport,
  IconKey,
  IconLock,
  IconPlus,
  IconShield,
  IconUpload,
  IconUser,
  IconUserShield,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { ClientStatus } from '../../../shared/ui/client-status.js';
import { Marked } from './marked.js';
import { formerFound } from './options.js';
import type { Command, FoundClient, Option } from './options.js';
import { searchText } from './text.js';
import classes from './search.module.css';

const ICONS: Record<Command, ComponentType<{ size?: number; stroke?: number }>> = {
  clients: IconUsers,
  imports: IconUpload,
  team: IconUserShield,
  access: IconKey,
  security: IconShield,
  rules: IconLock,
  networks: IconLock,
  'single-sign-on': IconLock,
  directory: IconLock,
  'break-glass': IconLock,
  'sign-ins': IconLock,
  new: IconPlus,
  import: IconFileImport,
  export: IconDownload,
};

interface OptionLineProps {
  id: string;
  option: Option;
  text: string;
  active: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

/** One line of the results. The keyboard stays in the field, so a line is chosen by pointer or through the field. */
export function OptionLine({ id, option, text, active, onPoint, onChoose }: OptionLineProps) {
  const Icon = option.kind === 'command' ? ICONS[option.command] : option.card.kind === 'entity' ? IconBuilding : IconUser;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the combobox holds the keyboard and names this line with aria-activedescendant
    <div id={id} role="option" tabIndex={-1} aria-selected={active} className={classes['hit']} onMouseMove={onPoint} onClick={onChoose}>
      <span className={classes['icon']} aria-hidden>
        <Icon size={18} stroke={1.5} />
      </span>
      {option.kind === 'client' ? (
        <ClientLine card={option.card} text={text} />
      ) : (
        <CommandLine command={option.command} label={option.label} />
      )}
    </div>
  );
}

function CommandLine({ command, label }: { command: Command; label: string }) {
  return (
    <>
      <span className={classes['words']}>{label}</span>
      <span className={classes['end']}>
        {command === 'export' && searchText.exportHint}
        {command === 'new' && <kbd aria-hidden>{searchText.newClientKeys}</kbd>}
      </span>
    </>
  );
}

function ClientLine({ card, text }: { card: FoundClient; text: string }) {
  const { match, preferredName, displayName, fileNumber, status } = card;
  const former = match?.field === 'former' ? formerFound(card, text) : null;
  const exact = match && match.field in searchText.found ? searchText.found[match.field as keyof typeof searchText.found] : null;
  // What was found by a number or an address is not in a name: marks there would mislead.
  const query = exact === null ? text : '';
  return (
    <>
      <span className={classes['words']}>
        <b>
          <Marked text={displayName} query={query} />
        </b>
        {preferredName !== null && (
          <span className={classes['also']}>
            {searchText.goesBy} <Marked text={preferredName} query={query} />
          </span>
        )}
        {former !== null && (
          <span className={classes['also']}>
            {searchText.formerly} <Marked text={former} query={query} />
          </span>
        )}
        {exact !== null && <span className={classes['how']}>{exact}</span>}
        {match?.fuzzy === true && <span className={classes['how']}>{searchText.similar}</span>}
      </span>
      <span className={classes['end']}>
        <span>
          <Marked text={fileNumber} query={match?.field === 'file_number' ? text : ''} />
        </span>
        <ClientStatus status={status} />
      </span>
    </>
  );
}
