/** Everything about signing in with Google or Apple. */
export const providerText = {
  name: { google: 'Google', apple: 'Apple' },
  account: { google: 'Google account', apple: 'Apple Account' },
  continueWith: (name: string) => `Continue with ${name}`,

  pageTitle: 'Signing in',
  goingOn: 'Going on',
  unlinkedTitle: (account: string) => `This ${account} isn’t linked to anybody here yet`,
  unlinkedText: (email: string | null, account: string) =>
    `${email === null ? `An ${account}` : email} opens nothing by itself, whatever its address. Sign in by mail once; then you are asked whether to link it.`,
  signInByMail: 'Sign in by mail and link it',
  notNow: 'Not now',
  overTitle: 'That sign-in has ended',
  overText: 'It was declined, took more than ten minutes, or began in another browser. Nothing was opened.',
  back: 'Back to signing in',
  backInside: 'Back to your security',

  title: 'Linked accounts',
  lead: 'Sign in with an account you have elsewhere. It stands in for the mail, so a second factor is still asked for.',
  failed: 'Linked accounts could not be read',
  none: 'None linked',
  noneHint: 'Signing in by mail or with a passkey works all the same.',
  link: (name: string) => `Link ${name}`,
  linkedOn: (day: string) => `linked ${day}`,
  used: (when: string) => `last used ${when}`,
  neverUsed: 'not used yet',
  unlink: 'Unlink',
  unlinkNamed: (account: string) => `Unlink ${account}`,
  unlinkTitle: (account: string) => `Unlink this ${account}?`,
  unlinkText: (name: string) => `From now on nobody gets in here with ${name}. Your mail and your factors stay as they are.`,
  unlinked: 'Unlinked',
  linkTitle: (account: string) => `Link this ${account}?`,
  linkText: (email: string | null, name: string) =>
    `${email === null ? 'Whoever holds it' : `Whoever holds ${email}`} can then sign in as you with ${name}, up to your second factor. Only link an account that is yours alone.`,
  linkConfirm: 'Link it',
  linked: (account: string) => `${account} linked`,
} as const;
