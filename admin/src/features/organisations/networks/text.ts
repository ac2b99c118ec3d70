import { count } from '../../../shared/text/numbers.js';

const people = (number: number): string => (number === 1 ? 'One person or key' : `${count(number)} people and keys`);
const networks = (number: number): string => (number === 1 ? '1 network' : `${count(number)} networks`);
const times = (number: number): string => (number === 1 ? 'once' : number === 2 ? 'twice' : `${count(number)} times`);

/** Everything that the practice's networks say. */
export const networksText = {
  title: 'Networks',
  lead: (practice: string) => `From where ${practice} may be opened: by members and by keys of service accounts, on every request.`,
  failed: 'The networks could not be read',
  open: 'Networks…',

  state: {
    off: 'Off: the practice is opened from any network',
    dry_run: (number: number) => `Dry run with ${networks(number)}: nobody is refused, and who would have been is noted`,
    enforced: (number: number) => `Enforced: ${networks(number)}, everything else is refused`,
  },
  byOperator: 'Whoever runs Ironbark switched this off from their command line. The list was kept.',

  you: 'Where you are',
  seen: (address: string) => `Ironbark sees you at ${address}.`,
  unknown:
    'Ironbark can’t tell from which address you come: the proxy before it names none. Tell whoever runs it before you enforce anything.',
  covered: 'The list in force covers that.',
  uncovered: 'The list in force does not cover that.',
  ignored:
    'Your request came with a forwarding header that was not believed. If the address above is that of a proxy and not yours, whoever runs Ironbark has to name that proxy in TRUSTED_PROXIES before this list is any use.',

  list: 'The list',
  listLead: 'Networks as CIDR, IPv4 and IPv6, such as 203.0.113.0/24 or 2001:db8::/32. An address alone is a network of one.',
  network: (number: number) => `Network ${number}`,
  label: (number: number) => `What network ${number} is`,
  labelHint: 'Geelong clinic, or VPN',
  remove: (network: string) => `Remove ${network === '' ? 'this entry' : network}`,
  removed: 'Removed from the list. Nothing is in force until you save.',
  add: 'Add a network',
  addMine: 'Add my address',
  noneYet: 'No network is in the list',
  noneYetHint: 'Add the office’s, each branch’s and the VPN’s. Whoever knows the router can name them.',

  mode: 'What the list does',
  now: 'In force now',
  modes: {
    off: { name: 'Off', means: 'The practice is opened from any network. The list is kept.' },
    dry_run: {
      name: 'Dry run',
      means: 'Nobody is refused. Who would have been is noted for 30 days, so that you see it before you enforce.',
    },
    enforced: { name: 'Enforced', means: 'Whoever comes from elsewhere is refused at once, signed in or not. Signing out always works.' },
  },
  readOnly: 'Owners and administrators who may change settings change this.',
  save: 'Look at what changes…',
  unchanged: 'Nothing changed yet',
  mended: 'Mend the entries above first.',
  discard: 'Discard changes',
  anew: 'Load the list anew',
  refused: 'Nothing was changed',
  saved: {
    off: 'Switched off. The practice is opened from any network.',
    dry_run: 'The dry run is on. Nobody is refused.',
    enforced: 'Enforced from now on.',
  },

  consequence: {
    off: 'Switch the list off?',
    dry_run: (number: number) => `Dry run with ${networks(number)}?`,
    enforced: (number: number) => `Enforce ${networks(number)}?`,
  },
  nowIs: (state: string) => `Now ${state.replace(/^[A-Z]/, (letter) => letter.toLowerCase())}.`,
  effects: {
    off: 'From the next request on, every member and key is let in from anywhere.',
    dry_run: 'Nobody is refused. Who comes from outside the list is noted.',
    enforced: 'From the next request on, every member and key outside the list is refused. Their sessions go on, and work again inside it.',
  },
  nobodySeen: (days: number) => `Nobody was seen in the last ${days} days, so there is nothing to compare with. Try a dry run first.`,
  allInside: (days: number, seen: number) =>
    `${people(seen)} ${seen === 1 ? 'was' : 'were'} seen in the last ${days} days, none from outside this list.`,
  someOutside: (days: number, seen: number) =>
    `of ${seen === 1 ? 'one person or key' : `${count(seen)} people and keys`} seen in the last ${days} days came from outside this list.`,
  compared: 'Compared with sign-ins, dry runs and refusals. A member who signed in once and moved is seen only in a dry run.',
  yourself: (address: string | null) =>
    address === null
      ? 'Your own address is not known, so you are refused at once as well. Only whoever runs Ironbark lets you back in, by their command line.'
      : `You yourself are at ${address}, outside this list: you are refused at once. From there, only whoever runs Ironbark lets you back in.`,
  yourselfFine: (address: string) => `You are at ${address}, inside this list.`,
  confirm: {
    off: 'Switch off',
    dry_run: 'Begin the dry run',
    enforced: (number: number) => `Enforce ${networks(number)}`,
  },
  lockOut: 'Enforce, and lock me out',
  addAddress: 'Add address',
  addAddressOf: (address: string, name: string) => `Add ${address}, where ${name} was`,
  more: (number: number) => `and ${count(number)} more`,

  refusals: 'Refused, and would have been',
  refusalsLead: 'The last 30 days, newest first. Addresses are sealed like records; each look at them is written down.',
  refusalsFailed: 'The refusals could not be read',
  none: 'Nobody was refused',
  noneHint: 'Whoever comes from outside the list is shown here: refused when it is enforced, noted when it is a dry run.',
  columns: { when: 'When', who: 'Who', address: 'From', times: 'How often', outcome: 'What came of it' },
  outcome: { refused: 'Refused', would_refuse: 'Would have been' },
  key: 'Key of a service account',
  times,
  somebody: 'Somebody who left',
  unknownAddress: 'Not known',
} as const;
