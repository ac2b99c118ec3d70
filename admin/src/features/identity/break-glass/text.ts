/** What the way in beside single sign-on says. */
export const glassDoorText = {
  title: 'Break glass',
  lead: 'For the two owners who keep a way in beside single sign-on. Use it when your identity provider does not work and cannot wait.',
  what: 'It opens for four hours. What you write here goes on record, and everybody who runs the practice is told at once.',
  reason: 'Why',
  reasonHint: '10 to 300 characters, kept sealed on record',
  reasonShort: 'Say in at least 10 characters why.',
  confirm: 'Break glass with your passkey',
  refused: 'That passkey does not open it. Only owners who are named for it can come in here.',
  noPasskeys: 'This browser knows no passkeys. Use another.',
  back: 'Back to signing in',
} as const;
