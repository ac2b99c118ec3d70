import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArchive,
  IconArrowMerge,
  IconChevronRight,
  IconDots,
  IconHandStop,
  IconLock,
  IconPencil,
  IconRestore,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import { ClientStatus } from '../../../shared/ui/client-status.js';
import { PersonChip } from '../../../shared/ui/person-chip.js';
import { restrictionsText } from '../../access/restrictions/text.js';
import type { ClientDetail } from './model.js';
import { nameText } from './model.js';
import { languageName } from './places.js';
import { recordText } from './text.js';
import { near } from '../../../shared/text/dates.js';
import classes from './record.module.css';

const words = recordText.header;

interface RecordHeaderProps {
  client: ClientDetail;
  timeZone: string;
  memberName: (id: string) => string;
  onEdit: (() => void) | null;
  onArchive: (() => void) | null;
  onRestore: (() => void) | null;
  onMerge: (() => void) | null;
  /** Null when the reader may not say who opens it. */
  onRestrict: (() => void) | null;
}

/** Who this is: name, standing, practitioner, languages; and what can be done with the record. */
export function RecordHeader({ client, timeZone, memberName, onEdit, onArchive, onRestore, onMerge, onRestrict }: RecordHeaderProps) {
  const { details } = client;
  const spoken = details.languages.map(languageName);
  const speech = [spoken[0], details.interpreterNeeded ? words.interpreter : null].filter(Boolean).join(', ');
  const goesBy = client.preferredName !== null && client.preferredName !== client.displayName;
  return (
    <>
      <nav className={classes['crumb']} aria-label={words.crumb}>
        <Link to="/clients">{words.clients}</Link>
        <IconChevronRight size={12} aria-hidden />
        <span>{client.fileNumber}</span>
      </nav>
      <div className={classes['head']}>
        <div className={classes['headMain']}>
          <div className={classes['title']}>
            <h1 tabIndex={-1}>{nameText(client.legalName) || client.displayName}</h1>
            {goesBy && (
              <span className={classes['goesBy']}>
                {client.kind === 'entity' ? words.tradingAs(client.preferredName ?? '') : words.goesBy(client.preferredName ?? '')}
              </span>
            )}
          </div>
          <ul className={classes['facts']}>
            <li>
              <ClientStatus status={client.status} />
            </li>
            <li>
              {client.practitionerId === null ? (
                <span className={classes['dim']}>{words.noPractitioner}</span>
              ) : (
                <PersonChip id={client.practitionerId} name={memberName(client.practitionerId)} />
              )}
            </li>
            {speech !== '' && <li>{speech}</li>}
            {details.doNotContact && (
              <li className={classes['late']}>
                <IconHandStop size={14} stroke={1.75} aria-hidden />
                {words.doNotContact}
              </li>
            )}
            <li>{words.lastActivity(near(client.lastActivityAt, timeZone).replace(/^[TY]/, (letter) => letter.toLowerCase()))}</li>
          </ul>
        </div>
        <div className={classes['acts']}>
          {onEdit !== null && (
            <Button variant="default" leftSection={<IconPencil size={16} stroke={1.5} />} onClick={onEdit}>
              {words.edit}
            </Button>
          )}
          {onEdit === null && onRestore !== null && (
            <Button leftSection={<IconRestore size={16} stroke={1.5} />} onClick={onRestore}>
              {words.restore}
            </Button>
          )}
          {(onArchive !== null || onMerge !== null || onRestrict !== null) && (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="default" size={34} aria-label={words.more}>
                  <IconDots size={16} stroke={1.5} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {onMerge !== null && (
                  <Menu.Item leftSection={<IconArrowMerge size={16} stroke={1.5} />} onClick={onMerge}>
                    {words.merge}
                  </Menu.Item>
                )}
                {onRestrict !== null && (
                  <Menu.Item leftSection={<IconLock size={16} stroke={1.5} />} onClick={onRestrict}>
                    {restrictionsText.menu}
                  </Menu.Item>
                )}
                {onArchive !== null && (
                  <Menu.Item leftSection={<IconArchive size={16} stroke={1.5} />} onClick={onArchive}>
                    {words.archive}
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
      </div>
    </>
  );
}
