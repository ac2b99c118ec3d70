/** What the practice's own rules say. */
export const practiceText = {
  title: 'Practice security',
  lead: (practice: string) => `What ${practice} asks of everybody who signs in.`,
  failed: 'The rules could not be read',
  factors: 'Second factors',
  factorsLead: 'A link by mail proves the mailbox alone. This says what everybody needs beside it.',
  now: 'In force now',
  policy: {
    optional: {
      name: 'Up to each person',
      means: 'Whoever has a second factor is asked for it. Whoever has none gets in with the mail alone.',
    },
    required: {
      name: 'Required',
      means: 'Everybody needs a passkey or an authenticator app. Whoever has none adds one when they next sign in.',
    },
    passkey: {
      name: 'Passkeys only',
      means: 'Everybody needs a passkey, which no false page can take from them. Codes of an app no longer let anybody in.',
    },
  },
  doors: 'Ways in',
  breakGlass: 'Break-glass',
  breakGlassHint: 'Two owners who keep a way in when single sign-on does not work',
  session: 'Sessions',
  idle: (minutes: string) => `A session ends after ${minutes} without use, and after 24 hours at the latest.`,
  idleLimit: 'End sessions that nobody uses',
  idleAfter: (minutes: string) => `After ${minutes}`,
  idleHint: {
    15: 'For rooms that clients and visitors pass through',
    30: 'Short: whoever is called away often signs in again',
    60: 'The longest that NIST SP 800-63B-4 recommends at AAL2',
    120: 'Departs from NIST SP 800-63B-4, which recommends at most 1 hour at AAL2',
    240: 'Departs from NIST SP 800-63B-4, which recommends at most 1 hour at AAL2',
  } as Readonly<Record<number, string>>,
  idleSave: 'Change the limit…',
  idleConsequence: (minutes: string) => `End sessions after ${minutes} without use?`,
  idleNow: (minutes: string) => `In force now: ${minutes}.`,
  idleShorter:
    'It counts from when each session was last used. Whoever has been away for longer than that is signed out at once; what they typed stays in their tab.',
  idleLonger: 'Each session gets the longer time the next time it is used. No session ends.',
  idleDeparts:
    'It is more than the hour that NIST SP 800-63B-4 recommends at AAL2: an unlocked screen stays open for whoever comes by. Note why your practice takes that.',
  idleConfirm: (minutes: string) => `End sessions after ${minutes}`,
  readOnly: 'Owners and administrators who may change settings change this.',
  save: 'Change…',
  unchanged: 'Nothing changed yet',
  consequence: (name: string) => `Change to “${name}”?`,
  nowIs: (name: string) => `In force now: ${name}.`,
  ends: 'Every session that was signed in with less ends at once. Whoever is working in one signs in again; what they typed stays in their tab.',
  addsOnNext: {
    required: 'Members without a second factor add one when they next sign in.',
    passkey: 'Members without a passkey add one when they next sign in, on a device that can keep it.',
    optional: 'Members who have a second factor are asked for it as before. Whoever has none needs only the mail.',
  },
  noneEnds: 'No session ends.',
  yours: 'If you signed in with less yourself, this is refused: you would be the first to be shut out.',
  confirm: (name: string) => `Change to “${name}”`,
  changed: (ended: number) =>
    ended === 0 ? 'Changed. No session had to end.' : `Changed. ${ended === 1 ? 'One session' : `${ended} sessions`} ended.`,
  refused: 'Nothing was changed',
  own: 'Your security',
} as const;
