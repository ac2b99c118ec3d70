import type { Mail } from '../../../common/mail/mail.js';
import { plainMail } from '../../../common/mail/plain-mail.js';
import type { ReminderStep } from './client-reminder.js';

/** What every mail of a door says of whom it is from. */
interface From {
  to: string;
  practice: string;
  /** The member in whose name it comes. */
  by: string;
}

const IGNORE = 'If you do not know this practice, ignore this message: without the code nobody sees anything.';

/** Somebody outside was given a look at a document. The mail names neither the document nor anybody it is about. */
export function shareMail({ to, practice, by }: From, link: string, message: string | null): Mail {
  return plainMail(to, `${practice} shares a document with you`, [
    `${by} of ${practice} shares a document with you.`,
    ...(message === null ? [] : [message]),
    'Open the link, and we send a code to this address. From then on the document stays open for an hour.',
    link,
    IGNORE,
  ]);
}

/** Somebody outside is asked for documents. */
export function requestMail({ to, practice, by }: From, link: string, { items, message }: { items: number; message: string | null }): Mail {
  return plainMail(to, `${practice} asks you for documents`, [
    `${by} of ${practice} asks you for ${items === 1 ? 'a document' : `${items} documents`}.`,
    ...(message === null ? [] : [message]),
    'Open the link, on your phone if you like, and we send a code to this address. You need no account, and you can come back as often as you like.',
    link,
    IGNORE,
  ]);
}

/** Somebody outside is told that something is to be sent again, or more of it. */
export function reopenedMail({ to, practice, by }: From, link: string, items: number): Mail {
  return plainMail(to, `${practice} needs something more from you`, [
    `${by} of ${practice} asks you for something more. ${stillToCome(items)}`,
    'Open this link to see which and why. It takes the place of the one that you had.',
    link,
    IGNORE,
  ]);
}

/** What a reminder says of when it comes. It names no day: the mail may be read by others. */
const WHEN: Readonly<Record<ReminderStep, string>> = {
  before: 'The day by which it is asked for is near.',
  after: 'The day by which it was asked for has passed.',
  quiet: 'You have not opened the list for a week or more.',
};

/** Somebody outside is reminded of what they have not sent yet. */
export function reminderMail({ to, practice, by }: From, link: string, items: number, step: ReminderStep): Mail {
  return plainMail(to, `A reminder: ${practice} asks you for documents`, [
    `${by} of ${practice} still waits for something from you. ${stillToCome(items)} ${WHEN[step]}`,
    'Open this link to see which. It takes the place of the one that you had.',
    link,
    IGNORE,
  ]);
}

function stillToCome(items: number): string {
  return items === 1 ? 'One document is still to come.' : `${items} documents are still to come.`;
}

/** The code by which an address shows that it is read by whom it was meant for. */
export function codeMail(to: string, practice: string, code: string): Mail {
  return plainMail(to, `${code.slice(0, 4)} ${code.slice(4)} is your code`, [
    `Your code for ${practice}:`,
    `${code.slice(0, 4)} ${code.slice(4)}`,
    'It works once, for ten minutes. Give it to nobody: we never ask for it.',
  ]);
}

/** A colleague is told of a document. */
export function colleagueMail({ to, practice, by }: From, link: string, message: string | null): Mail {
  return plainMail(to, `${by} shares a document with you`, [
    `${by} wants you to look at a document in ${practice}.`,
    ...(message === null ? [] : [message]),
    'It opens once you are signed in.',
    link,
  ]);
}

/** Whoever asked for documents is told that the client is done. */
export function answeredMail(to: string, link: string): Mail {
  return plainMail(to, 'Documents that you asked for have arrived', [
    'A client has sent what you asked for and says that it is everything.',
    'Sign in to look at it.',
    link,
  ]);
}
