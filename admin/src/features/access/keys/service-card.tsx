import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconKey, IconTrash } from '@tabler/icons-react';
import { useId } from 'react';
import { Link } from 'react-router';
import { Status } from '../../../shared/ui/status.js';
import { modulesOn } from '../model.js';
import { ModuleMarks } from '../parts/module-marks.js';
import type { MemberLine } from '../requests.js';
import { accessText } from '../text.js';
import type { Standing } from '../use-access.js';
import { KeyTable } from './key-table.js';
import type { Doing } from './keys-page.js';
import type { Service } from './requests.js';
import { keysText } from './text.js';
import page from '../parts/page.module.css';
import classes from './keys.module.css';

const MOST_LIVE = 2;

interface ServiceCardProps {
  service: Service;
  /** What it may do; undefined while that is read, null when it can't be. */
  member: MemberLine | null | undefined;
  standing: Standing;
  onDo: (doing: Doing) => void;
}

/** One service account: what it is for, what it may do, its keys. */
export function ServiceCard({ service, member, standing, onDo }: ServiceCardProps) {
  const titleId = useId();
  const { id, name, purpose, state, keys } = service;
  const live = keys.filter((key) => key.state === 'live').length;
  const full = live >= MOST_LIVE;
  return (
    <li className={classes['card']} aria-labelledby={titleId}>
      <header className={classes['cardHead']}>
        <div>
          <h2 id={titleId}>{name}</h2>
          <p>{purpose === '' ? <span className={page['dim']}>{keysText.noPurpose}</span> : purpose}</p>
          {state === 'suspended' && (
            <p>
              <Status kind="paused">{keysText.suspended}</Status>
            </p>
          )}
        </div>
        <div className={classes['cardActs']}>
          {standing.may('create') && state === 'active' && (
            <Button
              variant="default"
              leftSection={<IconKey size={16} stroke={1.5} />}
              disabled={full}
              title={full ? keysText.full : undefined}
              aria-label={keysText.newKeyFor(name)}
              onClick={() => onDo({ what: 'key', service })}
            >
              {keysText.newKey}
            </Button>
          )}
          {standing.may('delete') && (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="subtle" color="gray" aria-label={keysText.more(name)}>
                  <IconDots size={16} stroke={1.5} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.5} />} onClick={() => onDo({ what: 'remove', service })}>
                  {keysText.remove}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
      </header>
      <AccessSummary id={id} name={name} member={member} standing={standing} />
      {keys.length === 0 ? (
        <p className={classes['noKeys']}>{keysText.noKeys}</p>
      ) : (
        <KeyTable
          service={service}
          onRevoke={standing.may('delete') ? (key) => onDo({ what: 'revoke', service, key }) : null}
          foot={full ? keysText.full : live === 0 ? keysText.noLiveKeys : null}
        />
      )}
    </li>
  );
}

/** How far and into which modules, and the way to change it. */
function AccessSummary({ id, name, member, standing }: { id: string; name: string } & Pick<ServiceCardProps, 'member' | 'standing'>) {
  const idle = member !== null && member !== undefined && modulesOn(member.switches).length === 0;
  const verb = idle ? keysText.give : keysText.change;
  return (
    <p className={classes['access']}>
      <span className={page['dim']}>{keysText.access}</span>
      {member === null && <span className={page['dim']}>{keysText.unknownAccess}</span>}
      {idle && <Status kind="waiting">{keysText.nothingYet}</Status>}
      {member !== null && member !== undefined && !idle && (
        <>
          <span>{accessText.scope[member.scope]}</span>
          <ModuleMarks switches={member.switches} word={standing.word} />
        </>
      )}
      <Link className={page['link']} to={`/team/members/${id}`} aria-label={keysText.accessOf(verb, name)}>
        {verb}
      </Link>
    </p>
  );
}
