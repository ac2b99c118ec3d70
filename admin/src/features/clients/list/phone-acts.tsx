import { Menu } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { Link } from 'react-router';
import { Anchor, useOpened } from '../../../shared/ui/anchor.js';
import { listText } from './text.js';

interface PhoneActsProps {
  /** The button's; the menu's is made of it. */
  id: string;
  anchor: RefObject<HTMLElement | null>;
  opened: boolean;
  onChange: (opened: boolean) => void;
  exporting: boolean;
  onExport: () => void;
}

/** What can be done with all clients, as a menu. */
export function PhoneActs({ id, anchor, opened, onChange, exporting, onExport }: PhoneActsProps) {
  return (
    <Menu id={id} position="bottom-end" opened={useOpened(opened)} onChange={onChange}>
      <Menu.Target>
        <Anchor of={anchor} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/imports" leftSection={<IconUpload size={16} stroke={1.6} />}>
          {listText.import}
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={16} stroke={1.6} />} disabled={exporting} onClick={onExport}>
          {listText.export}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
