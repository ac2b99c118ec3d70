/** Everything about signing in through a practice’s own provider. */
export const signOnText = {
  offeredTitle: (name: string) => `Sign in with ${name}`,
  offered: (email: string) => ['Addresses like ', email, ' sign in through their practice’s own provider.'] as const,
  requiredText: (email: string) =>
    ['Addresses like ', email, ' sign in through their practice’s own provider, and through nothing else.'] as const,
  continueWith: (name: string) => `Continue with ${name}`,
  leaving: 'Going to your provider',
  byMail: 'Get a link by mail instead',
  otherAddress: 'Another address',
  notWorking: 'Provider not working? The two owners who were named for that',
  breakGlass: 'come in here',

  pageTitle: 'Signing in',
  goingOn: 'Going on',
  askedTitle: 'Sign in to Ironbark',
  asked: 'Your provider sent you here. Nobody is signed in by that alone: press the button and you go there and back once more.',
  goOn: 'Continue',
  overTitle: 'That sign-in has ended',
  overText: 'It took more than ten minutes, was finished already, or began in another browser. Nothing was opened.',
  refusedTitle: 'Your provider let you through, but your practice didn’t',
  refusedText:
    'Perhaps nobody has made you a member yet, your access is suspended, or your account there is linked to somebody else. Your administrators see the reason on the practice’s record.',
  failedTitle: 'Your provider did not answer properly',
  failedText: 'It could not be reached, it declined, or what it said did not hold. Try again; if it lasts, tell your IT.',
  again: 'Back to signing in',
  backInside: 'Back to Ironbark',
} as const;
