import { sharedText } from '../../../shared/text/catalogue.js';

/** A label inside a sentence: GP and NDIS stay as they are. */
export function lowerFirst(text: string): string {
  return /^[A-Z]{2}|^(?:Medicare|Home Affairs)/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** Everything the client's record says, in one place. */
export const recordText = {
  fields: {
    legalName: 'Legal name', preferredName: 'Preferred name', formerNames: 'Former names', title: 'Title',
    dateOfBirth: 'Date of birth', dateOfBirthAccuracy: 'How well it is known', gender: 'Gender', pronouns: 'Pronouns',
    indigenousStatus: 'Indigenous status', citizenships: 'Citizenship', languages: 'Languages', interpreterNeeded: 'Interpreter',
    emails: 'Email', phones: 'Phone', addresses: 'Address', contactChannels: 'Contact by', contactNote: 'Contact note',
    doNotContact: 'Do not contact', emergencyContact: 'Emergency contact', gp: 'GP', referrer: 'Referred by',
    status: 'Status', teamId: 'Team', practitionerId: 'Practitioner', reviewOn: 'Review date',
  },
  entityFields: { legalName: 'Registered name', preferredName: 'Trading name', formerNames: 'Former registered names' },
  status: sharedText.clientStatus,
  accuracy: { exact: 'Exact day', month: 'Month and year only', year: 'Year only', estimated: 'Estimated' },
  accuracyShort: { exact: '', month: 'day not known', year: 'year only', estimated: 'estimated' },
  indigenous: {
    aboriginal: 'Aboriginal, not Torres Strait Islander', torres_strait_islander: 'Torres Strait Islander, not Aboriginal',
    both: 'Aboriginal and Torres Strait Islander', neither: 'Neither', not_stated: 'Not stated',
  },
  addressKind: { home: 'Home', postal: 'Postal', billing: 'Billing' },
  channel: { email: 'Email', sms: 'SMS', phone: 'Phone', post: 'Post' },
  identifier: {
    passport: 'Passport', visa_grant: 'Visa grant number', transaction_reference: 'Transaction reference', dha_file: 'Home Affairs file',
    medicare: 'Medicare', ndis: 'NDIS', dva: 'DVA', ihi: 'Healthcare identifier', abn: 'ABN', acn: 'ACN', other: 'Other number',
  },
  /** How a sentence of the history calls an identifier. */
  identifierNamed: {
    passport: 'passport number', visa_grant: 'visa grant number', transaction_reference: 'transaction reference', dha_file: 'Home Affairs file number', medicare: 'Medicare number', ndis: 'NDIS number',
    dva: 'DVA number', ihi: 'healthcare identifier', abn: 'ABN', acn: 'ACN', other: 'other number',
  },
  identifierHint: {
    passport: '5 to 15 letters and digits', visa_grant: '13 digits', transaction_reference: 'Such as EGO and seven more letters or digits',
    dha_file: 'Such as BCC2024/123456', medicare: '10 digits, then the 1-digit reference if you have it', ndis: '9 digits, usually starting with 43',
    dva: 'State letter, war code, up to 6 digits', ihi: '16 digits starting with 800360', abn: '11 digits', acn: '9 digits',
    other: 'Up to 60 characters. Never a tax file number: the law does not let a practice keep one here.',
  },
  expires: {
    passport: 'Passport expires', visa_grant: 'Visa ends', transaction_reference: 'Reference expires', dha_file: 'File expires', medicare: 'Medicare card expires',
    ndis: 'NDIS plan ends', dva: 'DVA card expires', ihi: 'Identifier expires', abn: 'ABN expires', acn: 'ACN expires', other: 'Number expires',
  },
  relationship: {
    partner: 'Partner', parent: 'Parent', child: 'Child', sibling: 'Sibling', sponsor: 'Sponsor', sponsored_by: 'Sponsored by this client', guardian: 'Guardian',
    ward: 'Ward', referrer: 'Referrer', gp: 'GP', employer: 'Employer', employee: 'Employee', other: 'Other',
  },
  consent: {
    privacy_collection: 'Privacy collection notice', ai_assistant: 'Use of the assistant', voice_recording: 'Voice recording', sms: 'SMS messages',
    email_marketing: 'Email marketing', share_with_third_party: 'Sharing with a third party',
  },
  consentMethods: ['Signed form', 'Client portal', 'Spoken, noted on file', 'By email'],
  problems: {
    'clients.not_found': 'There is no such client, or they are not yours to see.',
    'clients.changed_meanwhile': 'Somebody saved this client before you did.',
    'clients.already_archived': 'This client is archived already.',
    'clients.not_archived': 'This client is not archived.',
    'clients.already_deceased': 'This client is marked as deceased already.',
    'clients.merged_away': 'This client was merged into another one. Open that one instead.',
    'clients.merge_with_itself': 'Choose another client: this is the same one.',
    'clients.merge_of_different_kinds': 'A person and an entity cannot be merged.',
    'clients.invalid': 'Some values need another look. They are marked below.',
    'clients.identifier_not_found': 'This identifier is gone. Somebody may have removed it.',
    'clients.relationship_not_found': 'This relationship is gone. Somebody may have removed it.',
    'clients.consent_not_found': 'This consent is gone.',
    'clients.consent_already_withdrawn': 'This consent was withdrawn already.',
  } as Readonly<Record<string, string>>,
  header: {
    crumb: 'Where you are', clients: 'Clients', goesBy: (name: string) => `goes by ${name}`, tradingAs: (name: string) => `trading as ${name}`,
    noPractitioner: 'No practitioner', interpreter: 'interpreter needed', doNotContact: 'Do not contact',
    lastActivity: (when: string) => `Last activity ${when}`, edit: 'Edit', more: 'More actions', archive: 'Archive…', restore: 'Restore', merge: 'Merge a duplicate…',
    dates: 'Dates to keep in mind', review: 'Review', adult: 'Turns 18', tabs: 'Record',
    overview: 'Overview', people: 'People & consents', history: 'History',
    mergedAway: 'This client was merged into another one and no longer changes.', openKept: 'Open the client that was kept',
    archivedNote: (when: string) => `Archived ${when}. Archived clients stay on file and can be restored.`,
  },
  days: (days: number) =>
    days === 0 ? 'today' : days === 1 ? 'tomorrow' : days === -1 ? 'yesterday' : days > 0 ? `in ${days} days` : `${-days} days ago`,
  load: {
    loading: 'Opening the client', notFound: 'No such client', notFoundHint: 'The client doesn’t exist, or isn’t yours to see. Ask the person who sent you here.',
    toList: 'Go to clients', failed: 'The client couldn’t be opened', retry: 'Try again',
  },
  identifiers: {
    title: 'Sealed identifiers', note: 'Showing one is written to the access record', add: 'Add', edit: 'Edit', remove: 'Remove…', actions: (label: string) => `Actions for ${label}`,
    none: 'No identifiers yet', noneHint: 'Passports, Medicare, NDIS and similar numbers are sealed one by one here and shown only when someone asks.', first: 'Add an identifier',
    kind: 'Kind', value: 'Number', country: 'Issued by (country)', issuedBy: 'Issued by', expiresOn: 'Expires', note2: 'Note',
    optional: 'optional', keepValue: 'Left empty, the sealed number stays. It is opened once for that, which is recorded', save: 'Seal and save', saving: 'Sealing', cancel: 'Cancel',
    expires: (when: string) => `expires ${when}`, expired: (when: string) => `expired ${when}`,
    addTitle: 'Add an identifier', editTitle: (label: string) => `Edit ${label}`,
    removeTitle: (label: string) => `Remove ${label}?`, removeText: (masked: string) => `The sealed number ${masked} leaves this record. The access record keeps who opened it and when.`,
    removeVerb: (label: string) => `Remove ${label}`, keep: 'Keep it', removed: (label: string) => `${label} removed`, added: (label: string) => `${label} sealed and saved`, saved: (label: string) => `${label} saved`,
    opened: (times: number) => (times === 0 ? 'Never opened' : times === 1 ? 'Opened once' : `Opened ${times} times`),
  },
  details: {
    title: 'Details', edit: 'Edit', none: 'Not recorded', yes: 'Needed', no: 'Not needed', main: 'main', age: (years: number) => `${years}`,
    noDetails: 'Nothing else is recorded yet', doNotContactYes: 'No messages of any kind', mergeNothing: 'Nothing',
  },
  edit: {
    title: 'Edit details', names: 'Names', about: 'About', contact: 'Contact', around: 'Care and referral', practice: 'In the practice', optional: 'optional',
    family: 'Family name', given: 'Given names', givenHint: 'Leave empty for a single name', registered: 'Registered name', familyFirst: 'Written family name first', writtenAs: (name: string) => `Written as ${name}`,
    addFormerName: 'Add a former name', formerName: (index: number) => `Former name ${index}`, remove: (what: string) => `Remove ${what}`, removeShort: 'Remove',
    dayHint: 'Such as 17 Aug 1994 or 17/8/1994', dayWrong: 'Give a day that exists, such as 17 Aug 1994. Write the year in full.', openCalendar: (label: string) => `Choose ${lowerFirst(label)} from a calendar`,
    interpreterNeeded: 'Interpreter needed', citizenshipsHint: 'Type to find a country', languagesHint: 'The first is the one to speak. Type to find a language', choose: 'Choose', clear: 'Clear',
    addEmail: 'Add an email', addPhone: 'Add a phone', email: (index: number) => `Email ${index}`, phone: (index: number) => `Phone ${index}`, label: 'Label', labelHint: 'Home, work, …', useAsMain: 'Main', mainFor: (what: string) => `Use ${what} as the main one`,
    phoneHint: 'With + and the country code when overseas',
    addAddress: 'Add an address', address: (index: number) => `Address ${index}`, addressKind: 'For', country: 'Country', inParts: 'In parts', asLines: 'As lines', form: 'How it is written', line1: 'Street or PO box', line2: 'Unit, building', suburb: 'Suburb', state: 'State', postcode: 'Postcode', lines: 'Address, line by line',
    channels: 'Contact by, in the order they prefer', channelAdd: 'Type or choose', contactNoteHint: 'Such as: no calls before noon', doNotContact: 'Do not contact', doNotContactHint: 'Stops every message, reminders included',
    addEmergency: 'Add an emergency contact', name: 'Name', relationship: 'Relationship', phoneLabel: 'Phone', reviewHint: 'When to look at this file again',
    nobody: 'Nobody', noTeam: 'No team',
    kept: 'Kept in this tab until you save', notKept: 'This browser doesn’t keep unsaved work: save before you leave', saveNone: 'Save', saveOne: 'Save 1 change', save: (count: number) => `Save ${count} changes`, noChanges: 'Nothing changed yet', saving: 'Saving',
    discard: 'Discard', close: 'Close', saved: 'Saved', restored: (when: string) => `You have changes here that were not saved, from ${when}.`, continueEdit: 'Continue editing', discardDraft: 'Discard them',
    leaveTitle: 'Leave without saving?', leaveText: 'Your changes stay in this tab and are offered again when you come back.', stay: 'Stay here', leave: 'Leave', errorsTitle: (count: number) => (count === 1 ? 'One value needs another look' : `${count} values need another look`),
    discardTitle: (count: number) => (count === 1 ? 'Discard 1 change?' : `Discard ${count} changes?`), discardVerb: 'Discard', keepEditing: 'Keep editing', discardText: 'What you typed is forgotten. The client stays as it is.',
  },
  merging: {
    title: 'Two people edited this client', intro: (who: string | null, you: boolean) => `${you ? 'You saved this client in another tab' : `${who ?? 'Somebody'} saved`} while you were editing. Nothing is lost: choose for each field what to keep, then save.`,
    theirs: 'Theirs, saved now', yours: 'Yours', result: 'What is saved', field: 'Field', useTheirs: 'Keep theirs', useYours: 'Keep yours', useEdit: 'Edit', conflict: 'Both changed', onlyTheirs: 'Only they changed this', onlyYours: 'Only you changed this',
    same: (count: number) => (count === 1 ? '1 field is the same on both sides' : `${count} fields are the same on both sides`), undecided: (count: number) => (count === 1 ? 'Choose for 1 field first' : `Choose for ${count} fields first`), save: 'Save the merged client', back: 'Back to my edit',
    editing: (field: string) => `Edit ${lowerFirst(field)}`, choiceFor: () => 'Choose one of the three', again: 'Somebody saved again in the meantime. Your choices are kept; look at what changed since.', nothing: 'Nothing recorded',
  },
  archive: {
    title: (name: string) => `Archive ${name}?`, now: 'Now', nowText: (status: string) => `${status}, in the working list and in search`, change: 'What changes',
    leaves: 'Leaves the working list; search finds it with the status Archived', kept: 'Nothing is deleted: details, identifiers and history stay on file', openings: (count: number) => (count === 1 ? '1 sealed identifier stays sealed' : `${count} sealed identifiers stay sealed`),
    dates: (what: string, when: string) => `${what} ${when}`, verb: 'Archive 1 client', keep: 'Keep it', done: (name: string) => `${name} archived`, restored: (name: string) => `${name} restored`, undo: 'Undo', undone: 'Undone',
    wayOut: 'You can restore the client at any time.',
  },
  duplicate: {
    title: 'Merge a duplicate', intro: (name: string) => `Find the record that is the same client as ${name}. Its contents move here, and it is archived.`, search: 'Find the duplicate', searchHint: 'Name, email, phone or file number', none: 'No other client matches', choose: 'Choose',
    kept: 'Kept', goes: 'Archived as a duplicate', moves: 'What moves here', fills: 'What fills a gap', stays: 'What this client keeps although the duplicate says something else', nothingMoves: 'Nothing new: everything the duplicate has is here already.',
    verb: (count: number, file: string) => (count === 0 ? `Archive ${file} as a duplicate` : `Move ${count} ${count === 1 ? 'record' : 'records'} and archive ${file}`), another: 'Choose another', cancel: 'Cancel', final: 'A merge can’t be undone here. Both histories stay on file.', done: (count: number) => (count === 1 ? '1 record moved, duplicate archived' : `${count} records moved, duplicate archived`), swap: 'Keep the other one instead',
    counts: {
      identifiers: ['sealed identifier', 'sealed identifiers'], relationships: ['person', 'people'], consents: ['consent', 'consents'], emails: ['email address', 'email addresses'], phones: ['phone number', 'phone numbers'],
      addresses: ['address', 'addresses'], citizenships: ['citizenship', 'citizenships'], languages: ['language', 'languages'], formerNames: ['name, kept as a former name', 'names, kept as former names'],
    },
    differentKinds: 'A person and an entity cannot be merged. Choose another record.',
  },
  people: {
    title: 'People around this client', add: 'Add', none: 'Nobody yet', noneHint: 'Partners, parents, sponsors, guardians, employers and doctors who matter for this file.', first: 'Add a person', kind: 'They are this client’s', who: 'Who', whoHint: 'Type a name to find another client, or just write it', existing: 'Clients', asName: (name: string) => `Somebody outside the practice: “${name}”`, note: 'Note', since: 'Since', save: 'Add this person', cancel: 'Cancel', remove: (name: string) => `Remove ${name}`, removeTitle: (name: string) => `Remove ${name} from this client?`, removeText: 'Only the connection goes. The other record stays as it is.', removeVerb: 'Remove the connection', keep: 'Keep it', sinceText: (when: string) => `Since ${when}`, added: (name: string) => `${name} added`, removed: (name: string) => `${name} removed`, all: 'All people and consents',
  },
  consents: {
    title: 'Consents', add: 'Record a consent', none: 'No consents recorded', noneHint: 'What the client agreed to, when and how. Each is asked for by itself.', given: (when: string) => `Given ${when}`, withdrawn: (when: string) => `Withdrawn ${when}`, withdraw: 'Withdraw…', kind: 'What the client agreed to', givenOn: 'Given on', method: 'How it was given', note: 'Note', save: 'Record this consent', cancel: 'Cancel', withdrawTitle: (kind: string) => `Withdraw: ${kind.toLowerCase()}`, withdrawnOn: 'Withdrawn on', withdrawVerb: 'Record the withdrawal', recorded: 'Consent recorded', withdrew: 'Withdrawal recorded', history: 'Earlier',
  },
  newClient: {
    title: 'New client', intro: 'Only the name is needed. Everything else can be added later.', kind: 'Kind', person: 'Person', entity: 'Company, trust or other entity', contact: 'Contact', identifiers: 'Sealed identifiers', identifiersHint: 'Each is sealed when you create the client', addIdentifier: 'Add an identifier', create: 'Create client', creating: 'Creating', created: (name: string) => `${name} created`, cancel: 'Cancel',
    duplicates: (count: number) => (count === 1 ? 'This may be the same client' : `${count} clients may be the same`), duplicatesHint: 'Look before you create a second record.', open: (name: string) => `Open ${name}`, born: (when: string) => `born ${when}`, identifierFailed: (name: string) => `${name} was created, but an identifier was not accepted. Correct it here, or go on without it.`, withoutThem: 'Go on without', email: 'Email', mobile: 'Phone', draft: 'You have a client here that was not created yet.', startOver: 'Start over',
  },
  history: {
    title: 'Activity', all: 'All', changes: 'Changes', reads: 'Reads', filter: 'Show', none: 'Nothing here yet', noneHint: 'Every act on this client is written here, reads included.', noneMatch: 'Nothing of this kind among what is loaded', earlier: 'Earlier activity', more: 'Load earlier', loadingMore: 'Loading', end: 'That is everything', failed: 'The history couldn’t be read', you: 'You', system: 'Ironbark', when: 'When', who: 'Who', what: 'What', which: 'Fields',
    zone: (zone: string) => `Times are ${zone}`, shown: (count: number) => (count === 1 ? '1 entry shown' : `${count} entries shown`), listLabel: 'History of this client',
    anyone: 'Anyone', byWhom: 'By whom', times: (count: number) => `${count} times`,
    parts: { card: 'Name and birth', details: 'Details', identifiers: 'Identifiers, masked', relationships: 'People', consents: 'Consents', history: 'History', openings: 'Openings', kind: 'Kind', mergedIntoId: 'Merged into', fileNumber: 'File number', version: 'Version' },
  },
} as const;

/** The label of a field, in the words of a person or of an entity. */
export function fieldLabel(field: keyof typeof recordText.fields, kind: 'person' | 'entity'): string {
  const own: Readonly<Record<string, string>> = recordText.entityFields;
  return (kind === 'entity' ? own[field] : undefined) ?? recordText.fields[field];
}
