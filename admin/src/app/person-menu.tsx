import { Menu, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconShield, IconSun } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Me } from '../shared/api/types.js';
import { useSignOut } from '../shared/session/sign-out.js';
import { sharedText } from '../shared/text/catalogue.js';
import { dayTime } from '../shared/text/dates.js';
import { Avatar } from '../shared/ui/avatar.js';
import classes from './shell.module.css';

const words = sharedText.frame;
const SCHEMES: readonly (readonly [MantineColorScheme, typeof IconSun])[] = [['light', IconSun], ['dark', IconMoon], ['auto', IconDeviceDesktop]];

/** Who is signed in, how the page looks, and the ways out. */
export function PersonMenu({ me: { member, session } }: { me: Me }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={264} withinPortal>
      <Menu.Target>
        <button type="button" className={classes['person']} aria-label={words.menu(member.displayName)}><Avatar id={member.id} name={member.displayName} size={32} /></button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes['who']}>
          <b>{member.displayName}</b>
          <span>{member.email}</span>
          <span>{words.role[member.role]}</span>
        </div>
        <Menu.Divider />
        <Menu.Label>{words.theme}</Menu.Label>
        {SCHEMES.map(([scheme, Icon]) => (
          <Menu.Item key={scheme} role="menuitemradio" aria-checked={colorScheme === scheme} closeMenuOnClick={false} leftSection={<Icon size={16} stroke={1.5} />} rightSection={colorScheme === scheme ? <IconCheck size={15} stroke={2} /> : null} onClick={() => setColorScheme(scheme)}>
            {words.themes[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/security" leftSection={<IconShield size={16} stroke={1.5} />}>{words.security}</Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.5} />} onClick={() => void signOut(false)}>{words.signOut}</Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.5} />} onClick={() => void signOut(true)}>{words.signOutEverywhere}</Menu.Item>
        <p className={classes['until']}>{words.signedInUntil(dayTime(session.expiresAt).replace(/^T/, 't'))}</p>
      </Menu.Dropdown>
    </Menu>
  );
}
