import { IconArchive, IconArrowMerge, IconDownload, IconEye, IconPencil, IconPlus, IconRestore, IconTrash } from '@tabler/icons-react';
import { actionWords, fieldWords, isOutside, isRead } from './history-words.js';
import type { HistoryEntry } from './model.js';
import { recordText } from './text.js';
import classes from './record.module.css';

const ICONS: Readonly<Record<string, typeof IconEye>> = {
  create: IconPlus,
  archive: IconArchive,
  restore: IconRestore,
  merge: IconArrowMerge,
  delete: IconTrash,
  remove: IconTrash,
  export: IconDownload,
  download: IconDownload,
};

/** The sign in front of an entry; the words beside it say the same. */
export function HistoryIcon({ entry }: { entry: HistoryEntry }) {
  const Icon = isRead(entry) ? IconEye : (ICONS[entry.action] ?? IconPencil);
  return (
    <span className={classes['icon']} data-mood={/open|show|copy/.test(entry.action) ? 'open' : undefined} aria-hidden="true">
      <Icon size={15} stroke={1.5} />
    </span>
  );
}

/** Who did what, in words. */
export function HistorySentence({ entry, me }: { entry: HistoryEntry; me: string }) {
  const { verb, object } = actionWords(entry);
  return (
    <span className={isRead(entry) ? classes['read'] : undefined}>
      <b className={classes['strong']}>{actorName(entry, me)}</b> {verb} {object}
    </span>
  );
}

/** The name of who acted: you, a colleague, somebody outside, or the product itself. */
export function actorName(entry: HistoryEntry, me: string): string {
  if (isOutside(entry)) return recordText.history.outside;
  if (entry.actor === null) return recordText.history.system;
  return entry.actor.memberId === me ? recordText.history.you : entry.actor.displayName;
}

/** The fields of an entry in words, at most a handful. */
export function fieldsText(entry: HistoryEntry, most = Infinity): string {
  const words = fieldWords(entry.fields);
  return words.length <= most ? words.join(', ') : `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
}
