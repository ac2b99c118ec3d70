import { Modal, Popover } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactElement, ReactNode } from 'react';
import { listText } from './text.js';
import sheet from './sheet.module.css';

interface SheetProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What it opens from; takes a ref. */
  target: ReactElement;
  width?: number;
  /** Where it stands beside what opened it. */
  place?: 'bottom-start' | 'bottom-end' | 'top-start';
  children: ReactNode;
}

/** Whether the screen is a phone's. */
export function usePhone(): boolean {
  return useMediaQuery('(max-width: 47.5em)', false, { getInitialValueInEffect: false });
}

/** A small form: beside what opened it, or from the bottom of a phone. */
export function Sheet({ opened, onClose, title, target, width = 280, place = 'bottom-start', children }: SheetProps) {
  if (usePhone()) {
    return (
      <>
        {target}
        <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': listText.done }}>
          <div className={sheet['sheet']}>{children}</div>
        </Modal>
      </>
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
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown p={0} aria-label={title}>
        <div className={sheet['sheet']}>{children}</div>
      </Popover.Dropdown>
    </Popover>
  );
}
