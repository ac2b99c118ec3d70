import { Popover, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconFileImport, IconKey, IconLock, IconLogout, IconMoon, IconShield, IconSun } from '@tabler/icons-react';
import { useState } from 'react';
import type { RefObject } from 'react';
import { Link } from 'react-router';
import type { Me } from '../shared/api/types.js';
import { SignOutEverywhere } from '../shared/session/sign-out-everywhere.js';
import { useSignOut } from '../shared/session/sign-out.js';
import { sharedText } from '../shared/text/catalogue.js';
import { dayTime } from '../shared/text/dates.js';
import { Anchor, useOpened } from '../shared/ui/anchor.js';
import classes from './person-menu.module.css';

const words = sharedText.frame;
const SCHEMES: readonly (readonly [MantineColorScheme, typeof IconSun])[] = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
];

interface PersonPanelProps {
  id: string;
  anchor: RefObject<HTMLButtonElement | null>;
  opened: boolean;
  onChange: (opened: boolean) => void;
  me: Me;
  inBar: boolean;
}

/** What the person's menu shows when it is open. */
export default function PersonPanel({ id, anchor, opened: asked, onChange: setOpen, me: { member, session }, inBar }: PersonPanelProps) {
  const opened = useOpened(asked);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [leaving, setLeaving] = useState(false);
  const signOut = useSignOut();
  const nameId = `${id}-name`;
  // The dialog gives the focus back to what had it: the button stays, the menu goes.
  const leave = (): void => {
    anchor.current?.focus();
    setOpen(false);
    setLeaving(true);
  };
  return (
    <>
      <Popover
        opened={opened}
        onChange={setOpen}
        position={inBar ? 'top-end' : 'bottom-end'}
        width={268}
        offset={6}
        trapFocus
        returnFocus
        withRoles={false}
      >
        <Popover.Target>
          <Anchor of={anchor} />
        </Popover.Target>
        <Popover.Dropdown p={0} id={id} className={classes['menu']} role="dialog" aria-labelledby={nameId}>
          <div className={classes['who']}>
            <b id={nameId}>{member.displayName}</b>
            <span>{member.email}</span>
            <span>{words.role[member.role]}</span>
          </div>
          <div className={classes['part']} role="radiogroup" aria-label={words.theme}>
            <span className={classes['label']} aria-hidden>
              {words.theme}
            </span>
            <div className={classes['schemes']}>
              {SCHEMES.map(([scheme, Icon]) => (
                <label key={scheme}>
                  <input
                    type="radio"
                    name={`${nameId}-scheme`}
                    value={scheme}
                    checked={colorScheme === scheme}
                    onChange={() => setColorScheme(scheme)}
                  />
                  <span>
                    <Icon size={16} stroke={1.5} />
                    {words.themes[scheme]}
                  </span>
                </label>
              ))}
            </div>
          </div>
          <div className={classes['part']}>
            <Link to="/your-access" onClick={() => setOpen(false)}>
              <IconKey size={16} stroke={1.5} />
              {words.ownAccess}
            </Link>
            <Link to="/security" onClick={() => setOpen(false)}>
              <IconShield size={16} stroke={1.5} />
              {words.security}
            </Link>
            {inBar && member.switches.create.includes('clients') && (
              <Link to="/imports" onClick={() => setOpen(false)}>
                <IconFileImport size={16} stroke={1.5} />
                {words.imports}
              </Link>
            )}
            {inBar && member.modules.includes('settings') && (
              <Link to="/settings/security" onClick={() => setOpen(false)}>
                <IconLock size={16} stroke={1.5} />
                {words.practiceSecurity}
              </Link>
            )}
            <button type="button" onClick={() => void signOut(false)}>
              <IconLogout size={16} stroke={1.5} />
              {words.signOut}
            </button>
            <button type="button" onClick={leave}>
              <IconLogout size={16} stroke={1.5} />
              {words.signOutEverywhere}
            </button>
          </div>
          <p className={classes['until']}>{words.signedInUntil(dayTime(session.expiresAt).replace(/^T/, 't'))}</p>
        </Popover.Dropdown>
      </Popover>
      <SignOutEverywhere opened={leaving} onClose={() => setLeaving(false)} />
    </>
  );
}
