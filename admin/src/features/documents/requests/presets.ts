import type { NewItem } from './model.js';

/** What is usually asked for. */
export interface Preset {
  key: string;
  name: string;
  /** As the client reads it. */
  title: string;
  items: readonly NewItem[];
}

const SHIPPED = {
  identity: {
    name: 'Identity',
    title: 'Documents that show who you are',
    items: [
      { label: 'Passport, all pages', hint: 'Blank pages as well, and the cover.', category: 'passport' },
      { label: 'Driver licence, both sides', hint: 'Or a photo card of your state.', category: 'identity' },
      { label: 'Birth certificate', hint: 'With a translation if it is not in English.', category: 'birth_certificate' },
      {
        label: 'Proof of a change of name',
        hint: 'Only if a document shows another name, such as a marriage certificate.',
        category: 'identity',
      },
    ],
  },
  partner: {
    name: 'Partner visa',
    title: 'Documents for your partner visa',
    items: [
      { label: 'Passports of both of you, all pages', hint: 'Blank pages as well, and the cover.', category: 'passport' },
      { label: 'Birth certificates of both of you', hint: 'With a translation if they are not in English.', category: 'birth_certificate' },
      { label: 'Marriage certificate or registration of your relationship', hint: 'If there is one.', category: 'relationship' },
      {
        label: 'Your statement about the relationship',
        hint: 'How you met, how it went on, how you live and what you plan. Signed.',
        category: 'relationship',
      },
      { label: 'Your partner’s statement about the relationship', hint: 'In their own words. Signed.', category: 'relationship' },
      {
        label: 'Statements of two people who know you as a couple',
        hint: 'Form 888, with proof that they are citizens or permanent residents.',
        category: 'form',
      },
      {
        label: 'Shared home',
        hint: 'A lease or mortgage in both names, or letters to each of you at one address.',
        category: 'relationship',
      },
      {
        label: 'Shared money',
        hint: 'Statements of a joint account, shared bills or insurance, over twelve months.',
        category: 'financial',
      },
      {
        label: 'Photographs of the two of you',
        hint: 'About twenty over the years, with family and friends; say when and where.',
        category: 'photo',
      },
      {
        label: 'Police certificates',
        hint: 'From each country where you lived for a year or more in the last ten years.',
        category: 'police_check',
      },
      {
        label: 'Proof of earlier relationships that ended',
        hint: 'Only if there were any, such as a divorce order.',
        category: 'relationship',
      },
    ],
  },
  skilled: {
    name: 'Skilled visa',
    title: 'Documents for your skilled visa',
    items: [
      { label: 'Passport, all pages', hint: 'Blank pages as well, and the cover.', category: 'passport' },
      { label: 'Skills assessment', hint: 'The letter of the assessing authority for your occupation.', category: 'education' },
      { label: 'English test result', hint: 'All parts, not older than three years.', category: 'education' },
      { label: 'Degrees and transcripts', hint: 'For every qualification that you claim, with translations.', category: 'education' },
      { label: 'Letters of employers', hint: 'On letterhead: your role, duties, hours, pay and dates.', category: 'employment' },
      { label: 'Payslips and tax records', hint: 'For the years of work that you claim.', category: 'financial' },
      { label: 'Résumé', hint: 'Without gaps, by month.', category: 'employment' },
      {
        label: 'Police certificates',
        hint: 'From each country where you lived for a year or more in the last ten years.',
        category: 'police_check',
      },
      {
        label: 'Documents of your family',
        hint: 'Passports, birth and marriage certificates of everybody who comes with you.',
        category: 'identity',
      },
    ],
  },
  ndis: {
    name: 'NDIS intake',
    title: 'Documents to begin with us',
    items: [
      { label: 'NDIS plan', hint: 'The current one, all pages. Leave out what you do not want us to see.', category: 'funding_plan' },
      { label: 'Service agreement, signed', hint: 'Every page, signed by you or by who decides for you.', category: 'agreement' },
      {
        label: 'Consent to share information',
        hint: 'With whom we may talk about you: your doctor, school or support coordinator.',
        category: 'authority',
      },
      { label: 'Reports of your doctor or specialist', hint: 'What you think we should know before we meet.', category: 'health' },
      { label: 'Earlier therapy reports', hint: 'Assessments and plans of the last two years.', category: 'clinical' },
      { label: 'Letter of a guardian or nominee', hint: 'Only if somebody decides for you.', category: 'authority' },
      { label: 'Medicare card', hint: 'The front is enough.', category: 'identity' },
    ],
  },
  dispute: {
    name: 'Dispute intake',
    title: 'Documents about your dispute',
    items: [
      { label: 'Contract or agreement in dispute', hint: 'With everything that was added to it later.', category: 'agreement' },
      { label: 'What happened, in your words', hint: 'In order of dates. One or two pages are enough.', category: 'correspondence' },
      {
        label: 'Letters and messages with the other side',
        hint: 'E-mails, letters and screenshots, oldest first.',
        category: 'correspondence',
      },
      { label: 'Invoices, quotes and receipts', hint: 'For what was paid, and for what it would cost to put right.', category: 'invoice' },
      { label: 'Photographs', hint: 'Only if something is to be seen; say when they were taken.', category: 'photo' },
      { label: 'Orders or notices of a court or tribunal', hint: 'With the next date, if there is one.', category: 'court_or_tribunal' },
      { label: 'Identity document', hint: 'A passport or a driver licence, both sides.', category: 'identity' },
      { label: 'Authority to act for you', hint: 'The form that we sent you, signed.', category: 'authority' },
    ],
  },
} as const satisfies Record<string, Omit<Preset, 'key'>>;

/** Checklists that ship, to begin with; whoever asks takes away and adds. */
export const PRESETS: readonly Preset[] = Object.entries(SHIPPED).map(([key, preset]) => ({ key, ...preset }));

/** The title of what was begun with: the most particular, for a client who is asked who they are as well. */
export function titleOf(pressed: readonly Preset[]): string {
  const { identity }: { identity: Omit<Preset, 'key'> } = SHIPPED;
  return (pressed.find(({ title }) => title !== identity.title) ?? pressed[0])?.title ?? '';
}
