/** Everything that sign-in and one's own security say. */
export const identityText = {
  signIn: 'Sign in',
  start: 'Start with your work email. You get a link by mail; there is no password.',
  email: 'Email',
  continue: 'Continue',
  badEmail: 'Write one email address, like name@practice.com.au.',

  claimLabel: 'What Ironbark does for the people in your files',
  claim: 'Every time someone opens a client’s record, it is written down.',
  claims: [
    ['Sealed', 'Names, identifiers and details, with a key of your practice’s own'],
    ['Masked', 'Passport and Medicare numbers, until somebody asks on record'],
    ['Links', 'Work once, for ten minutes'],
    ['One session', 'Signing in somewhere else ends the one before'],
  ] as const,

  mailTitle: 'Check your mail',
  mailText: (email: string) =>
    [
      'If ',
      email,
      ' belongs to a member of a practice, a link is on its way. It works once, for ten minutes; a newer one replaces it.',
    ] as const,
  otherAddress: 'Another address',
  codeTitle: 'Code from another device',
  codeHint: 'Open the link in this browser and you are in. On another device it shows six digits: type them here.',
  checking: 'Checking the code',
  codeWrong: (left: number | null) =>
    left === null
      ? 'That code is not right.'
      : left === 0
        ? 'That code is not right, and there are no tries left. Ask for a new link.'
        : `That code is not right. ${left === 1 ? 'One try' : `${left} tries`} left.`,
  nothingYet: 'Nothing there after a minute? Look in junk, then',
  sendAgain: 'send another link',
  sendAgainIn: (left: string) => `Nothing there after a minute? Look in junk. You can send another link in ${left}.`,
  sentAgain: 'Another link is on its way. The one before no longer works.',
  runsOut: (left: string) => `The link works for ${left} more.`,
  ranOut: 'The link has run out. Send another one.',
  ranOutTitle: 'That took more than ten minutes',
  sendAnother: 'Send another link',
  caughtMail: 'Caught mail',
  caughtMailHint: 'This installation sends no mail. What it would have sent is kept here.',
  elsewhere: 'You signed in, in another tab. Going on here.',

  linkTitle: 'Sign in to Ironbark',
  linkText: 'You asked for this link. Press the button to use it; it works once.',
  linkButton: 'Sign in to Ironbark',
  linkUnasked: 'Didn’t ask for it? Close this page and nothing happens.',
  opening: 'Opening',
  shownTitle: 'Type this code where you asked to sign in',
  shownText: 'This is another browser than the one you asked in, so it stays signed out. In the other one, under “Check your mail”, type:',
  shownSpoken: (code: string) => `The code is ${[...code].join(' ')}`,
  shownRunsOut: (left: string) => `It works once, for ${left} more.`,
  shownCaution: 'Never read this code out or send it to anybody. Whoever asks you for it wants to sign in as you.',
  shownRanOut: 'This code has run out. Ask for a new link where you want to sign in.',
  deadTitle: 'This link no longer works',
  deadText: 'Links live ten minutes, work once, and a newer one replaces them. Ask for a new one; it takes a few seconds.',
  incompleteTitle: 'The link is not complete',
  incompleteText: 'Part of it was lost on the way. Copy all of it from the message, or ask for a new one.',
  newLink: 'Ask for a new link',

  ended: {
    'identity.session_expired': {
      title: 'Your session is over',
      text: 'Sessions last 24 hours at most. Sign in again to go on where you were.',
    },
    'identity.session_idle': {
      title: 'You were away for a while',
      text: 'The session ended by itself. Sign in again to go on where you were; unsaved work was kept in this tab.',
    },
    'identity.session_superseded': {
      title: 'You signed in somewhere else',
      text: 'One session is active at a time, so this one ended. If that was not you, sign in here now: it ends the other one.',
    },
    'identity.signed_out': { title: 'You are signed out', text: 'Nobody can go on from this browser without signing in.' },
    'identity.signed_out_everywhere': {
      title: 'You are signed out everywhere',
      text: 'Every session of yours has ended, on every device.',
    },
    'identity.access_suspended': {
      title: 'Your access is suspended',
      text: 'Somebody who manages your practice suspended it. Ask them before you sign in again.',
    },
  } as Readonly<Record<string, { title: string; text: string }>>,
  endedAt: (title: string, at: string) => `${title}, ${at.replace(/^[TY]/, (letter) => letter.toLowerCase())}`,

  security: {
    title: 'Your security',
    intro: 'Who used your account, from where, and the session you are in.',
    session: 'This session',
    started: 'Signed in',
    ends: 'Ends at the latest',
    idle: 'Ends when idle for',
    minutes: (minutes: number) => (minutes % 60 === 0 ? (minutes === 60 ? '1 hour' : `${minutes / 60} hours`) : `${minutes} minutes`),
    mayOpen: 'You may open',
    scopes: { all: 'Every client of the practice', team: 'Clients of your teams', assigned: 'Clients assigned to you' },
    here: 'Sign out here',
    everywhere: 'Sign out everywhere…',
    log: 'Sign-ins',
    logHint: 'The latest 50 entries. One you don’t know? Sign out everywhere, then tell whoever manages your practice.',
    when: 'When',
    what: 'What happened',
    device: 'Device',
    network: 'Network address',
    none: 'Nothing yet',
    noneHint: 'Every sign-in, sign-out and refused code of yours is listed here.',
    unknownNetwork: 'Not known',
    failed: 'The sign-ins could not be read',
    outcomes: {
      signed_in: 'Signed in',
      signed_out: 'Signed out',
      signed_out_everywhere: 'Signed out everywhere',
      link_asked: 'Asked for a link',
      link_dead: 'Opened a dead link',
      code_wrong: 'Typed a wrong code',
      signed_in_by_script: 'Signed in by the operators’ command line',
    } as Readonly<Record<string, string>>,
  },
} as const;
