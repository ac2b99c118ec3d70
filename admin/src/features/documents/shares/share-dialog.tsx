import { Modal } from '@mantine/core';
import { useState } from 'react';
import { ShareForm } from './share-form.js';
import { ShareList } from './share-list.js';
import { sharesText as words } from './text.js';
import classes from './shares.module.css';

interface ShareDialogProps {
  document: { id: string; name: string };
  /** How many pages can be shown; null for a file that can only be downloaded, absent while that is not known. */
  pages?: number | null | undefined;
  timeZone: string;
  onClose: () => void;
}

/** Shares one document, and shows with whom it is shared. */
export default function ShareDialog({ document, pages, timeZone, onClose }: ShareDialogProps) {
  // Escape closes what lies on top, and nothing under it.
  const [asking, setAsking] = useState(false);
  return (
    <Modal opened onClose={onClose} closeOnEscape={!asking} title={words.title(document.name)} size={600}>
      <ShareForm documentId={document.id} pages={pages} />
      <section className={classes['shared']} aria-label={words.listOf(document.name)}>
        <h3>{words.list}</h3>
        <ShareList documentId={document.id} timeZone={timeZone} onAsking={setAsking} />
      </section>
    </Modal>
  );
}
