import { count } from '../../../shared/text/numbers.js';
import type { ShareState } from './model.js';

/** The words of sharing one document. */
export const sharesText = {
  open: 'Share',
  openMenu: 'Share…',
  title: (name: string) => `Share ${name}`,
  toWhom: 'With whom',
  ways: { outside: 'Somebody outside', member: 'A colleague' },
  email: 'Their email',
  emailHint: 'The code goes to this address only.',
  name: 'Their name',
  nameHint: 'If you like. It is shown to you only.',
  colleague: 'Colleague',
  colleagueNone: 'Choose a colleague',
  colleagueNobody: 'Nobody of that name',
  allow: 'They may',
  allowed: { look: 'Only look', download: 'Download' },
  lookHint: 'They see its pages as pictures. The file itself never leaves.',
  downloadHint: 'The file leaves the practice; what becomes of their copy can’t be undone.',
  needsPages: 'This kind of file can’t be shown as pages, so it can only be shared for download.',
  watermark: 'Write their address across every page',
  watermarkHint: 'A photograph of the screen then says whose screen it was.',
  days: 'The link waits for',
  dayCount: (days: number) => (days === 1 ? '1 day' : `${days} days`),
  daysHint: 'Not opened by then, it is over.',
  message: 'Message',
  messageHint: 'Goes into the mail as you write it, so nothing confidential here.',
  whatHappens: 'What happens',
  outsideHappens: (email: string, download: boolean) =>
    `${email === '' ? 'They get' : `${email} gets`} a mail with a link. Whoever opens it is sent a code to ${
      email === '' ? 'that address' : 'the same address'
    }; with the code the document is open for one hour, ${
      download ? 'to read and to download' : 'to look at only'
    }. Every opening is on record, and you can end it at any moment.`,
  memberHappens: (name: string) =>
    `${name === '' ? 'Your colleague gets' : `${name} gets`} a mail with a link that opens once they are signed in. It gives no access that they do not have already, and each time they open it is on record as ever.`,
  send: 'Share',
  sent: { outside: (email: string) => `Shared. The link is on its way to ${email}.`, member: (name: string) => `${name} is told by mail.` },
  missing: {
    email: 'Write one email address, like name@example.com.',
    memberId: 'Choose a colleague.',
  },
  list: 'Shared with',
  listOf: (name: string) => `Who ${name} is shared with`,
  loading: 'Reading whom it is shared with',
  failed: 'Whom it is shared with could not be read',
  none: 'Shared with nobody yet',
  noneHint: 'Whoever you share it with is listed here: what they may do, when they opened it, and a way to end it.',
  states: { waiting: 'Not opened yet', open: 'Open', over: 'Over', ended: 'Ended' } satisfies Record<ShareState, string>,
  told: 'Told',
  openUntil: (time: string) => `Open until ${time}`,
  waitsUntil: (day: string) => `Waits until ${day}`,
  overSince: (when: string) => `Over since ${when}`,
  endedAt: (when: string) => `Ended ${when}`,
  neverOpened: 'never opened',
  opened: (times: number, last: string) =>
    times === 1 ? `opened once, ${last}` : `opened ${times === 2 ? 'twice' : `${count(times)} times`}, last ${last}`,
  way: (download: boolean, watermark: boolean) => (download ? 'May download' : watermark ? 'Only look, watermarked' : 'Only look'),
  colleagueWay: 'Colleague',
  by: (name: string, when: string) => `shared by ${name} ${when}`,
  end: 'End',
  endOf: (name: string) => `End the share with ${name}`,
  endTitle: (name: string) => `End the share with ${name}?`,
  endText: {
    download:
      'Their link opens nothing from this moment on, even if they are looking right now. What they have downloaded stays with them.',
    look: 'Their link opens nothing from this moment on, even if they are looking right now.',
  },
  endIt: 'End it now',
  keep: 'Keep it',
  ended: (name: string) => `Ended. ${name} sees it no more.`,
} as const;
