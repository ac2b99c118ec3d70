import { Popover, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconDots, IconKey, IconLogout, IconMoon, IconShield, IconSun } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { Me } from '../shared/api/types.js';
import { SignOutEverywhere } from '../shared/session/sign-out-everywhere.js';
import { useSignOut } from '../shared/session/sign-out.js';
import { sharedText } from '../shared/text/catalogue.js';
import { dayTime } from '../shared/text/dates.js';
import { Avatar } from '../shared/ui/avatar.js';
import classes from './person-menu.module.css';

const words = sharedText.frame;
const SCHEMES: readonly (readonly [MantineColorScheme, typeof IconSun])[] = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
];

interface PersonMenuProps {
  me: Me;
  /** On phones it stands in the bar at the bottom, as "More". */
  inBar?: boolean;
}

/** Who is signed in, how the page looks, and the ways out. */
export function PersonMenu({ me: { member, session }, inBar = false }: PersonMenuProps) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [open, setOpen] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const nameId = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const signOut = useSignOut();
  // The dialog gives the focus back to what had it: the button stays, the menu goes.
  const leave = (): void => {
    opener.current?.focus();
    setOpen(false);
    setLeaving(true);
  };
  const button = { type: 'button', 'aria-haspopup': 'dialog', 'aria-expanded': open, onClick: () => setOpen(!open) } as const;
  return (
    <>
      <Popover
        opened={open}
        onChange={setOpen}
        position={inBar ? 'top-end' : 'bottom-end'}
        width={268}
        offset={6}
        trapFocus
        returnFocus
        withRoles={false}
      >
        <Popover.Target>
          {inBar ? (
            <button ref={opener} {...button}>
              <IconDots size={21} stroke={1.5} aria-hidden />
              <span>{words.more}</span>
            </button>
          ) : (
            <button ref={opener} {...button} className={classes['person']} aria-label={words.menu(member.displayName)}>
              <Avatar id={member.id} name={member.displayName} size={32} />
            </button>
          )}
        </Popover.Target>
        <Popover.Dropdown p={0} className={classes['menu']} role="dialog" aria-labelledby={nameId}>
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
