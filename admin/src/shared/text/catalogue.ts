import { count } from './numbers.js';

const times = (number: number): string => (number === 1 ? 'once' : number === 2 ? 'twice' : `${count(number)} times`);

/** What the frame and the shared parts say. A feature keeps its own words beside its screens. */
export const sharedText = {
  product: 'Ironbark',
  cancel: 'Cancel',
  close: 'Close',
  undo: 'Undo',
  dismiss: 'Dismiss',
  retry: 'Try again',
  since: 'Since',
  by: (name: string) => `by ${name}`,
  clientStatus: { prospect: 'Prospect', current: 'Current', waiting_list: 'Waiting list', archived: 'Archived', deceased: 'Deceased' },

  frame: {
    skip: 'Skip to content',
    main: 'Main',
    mainPhone: 'Main, phone',
    clients: 'Clients',
    imports: 'Imports',
    practice: 'Practice',
    team: 'Team',
    practiceSecurity: 'Practice security',
    crumb: 'Where you are',
    ownAccess: 'Your access',
    security: 'Your security',
    securityShort: 'Security',
    you: 'You',
    more: 'More',
    sealedWith: (version: number) => `Sealed with key ${version}`,
    sealedHint: 'Client records are sealed for this practice alone.',
    menu: (name: string) => `${name}, menu`,
    role: { owner: 'Practice owner', admin: 'Administrator', member: 'Member' },
    signedInUntil: (until: string) => `Signed in until ${until} at the latest`,
    theme: 'Appearance',
    themes: { light: 'Light', dark: 'Dark', auto: 'As device' },
    signOut: 'Sign out here',
    signOutEverywhere: 'Sign out everywhere',
    everywhereTitle: 'Sign out everywhere?',
    everywhereText: 'Every session of yours ends, on every device, this one included. You need a new link to get back in.',
    stay: 'Stay signed in',
    loading: 'Loading',
    notFound: 'There is no page here',
    notFoundHint: 'The address may be incomplete, or the page has moved.',
    toClients: 'Go to clients',
    broken: 'This page stopped working',
    brokenHint: 'What was saved is safe. Loading the page again usually mends it.',
    reload: 'Load the page again',
    signOutFailed: 'You could not be signed out',
    connecting: 'The practice could not be opened',
  },

  outside: {
    title: 'You are outside your practice’s networks',
    text: 'Your practice is opened from its own networks only, and you are on another one. Go on from the practice’s network or VPN. What you had open waits here, and your session goes on until its usual end.',
    seen: (address: string) => `Ironbark sees you at ${address}. An administrator can add that address to the list.`,
    unknown: 'Ironbark can’t tell from which address you come. Tell whoever runs it.',
    again: 'Try again',
    still: 'Still outside. Connect to the practice’s network first.',
  },

  bulk: {
    selected: (number: number) => `${count(number)} selected`,
    label: (number: number) => `${count(number)} selected, actions`,
    clear: 'Clear',
    escape: 'esc',
  },

  sealed: {
    endsIn: 'Sealed, ends in',
    show: 'Show',
    opening: 'Opening',
    copy: 'Copy',
    hide: 'Hide',
    locked: 'Not yours to show',
    hidesIn: (seconds: number, at: string) => `Hides in ${seconds} s, recorded ${at}`,
    announced: (label: string, value: string) => `${label}: ${value}. Hides in a minute.`,
    hidden: (label: string) => `${label} is hidden again`,
    copied: 'Copied, recorded',
    copyRefused: 'The browser did not let it be copied. The act is on record; show the value to read it.',
  },

  openedBy: {
    button: (version: number, label: string, number: number) =>
      `Key ${version}. Who has opened ${label}: ${number === 0 ? 'nobody' : times(number)}`,
    key: (version: number) => `Key ${version}`,
    meaning: (version: number) =>
      `Sealed with key ${version} of this practice, which no other practice has. Showing or copying it is written down.`,
    loading: 'Reading who opened it',
    never: 'Nobody has opened it yet.',
    summary: (openings: number, people: number) => `Opened ${times(openings)} by ${people === 1 ? '1 person' : `${count(people)} people`}`,
    shown: 'Shown on screen',
    copied: 'Copied',
    someone: 'Somebody who left',
    earlier: (number: number) => `and ${count(number)} earlier`,
    foot: 'Who asks to see this list is written down too.',
    close: 'Close',
  },

  problem: {
    unreachable: 'Ironbark could not be reached. Check the connection and try again; nothing you typed is lost.',
    unknown: 'Something went wrong. Try again in a moment.',
    requestId: (id: string) => `Request ${id}`,
    title: 'This could not be read',
    permission: 'This is not open to you',
  },
} as const;
