import { Modal, Popover } from '@mantine/core';
import type { ReactNode, RefObject } from 'react';
import { Anchor, useOpened } from '../../../shared/ui/anchor.js';
import { usePhone } from '../../../shared/ui/use-phone.js';
import { listText } from './text.js';
import sheet from './sheet.module.css';

interface SheetPanelProps {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  opened: boolean;
  onClose: () => void;
  title: string;
  width?: number;
  place?: 'bottom-start' | 'bottom-end' | 'top-start';
  children: ReactNode;
}

/** What a sheet shows when it is open. */
export function SheetPanel({ id, anchor, opened: asked, onClose, title, width = 280, place = 'bottom-start', children }: SheetPanelProps) {
  const opened = useOpened(asked);
  if (usePhone()) {
    return (
      <Modal id={id} opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': listText.done }}>
        <div className={sheet['sheet']}>{children}</div>
      </Modal>
    );
  }
  return (
    <Popover
      opened={opened}
      onChange={(open) => {
        if (!open) onClose();
      }}
      onDismiss={onClose}
      width={width}
      position={place}
      offset={place === 'top-start' ? 12 : 6}
      trapFocus
      returnFocus
      withinPortal
      withRoles={false}
    >
      <Popover.Target>
        <Anchor of={anchor} />
      </Popover.Target>
      <Popover.Dropdown p={0} id={id} role="dialog" tabIndex={-1} aria-label={title}>
        <div className={sheet['sheet']}>{children}</div>
      </Popover.Dropdown>
    </Popover>
  );
}
