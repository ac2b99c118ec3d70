/** What one's own access says. */
export const ownText = {
  title: 'Your access',
  lead: 'What you may see and do here, where it comes from, and what has changed. Only owners and administrators change it.',
  reach: 'Which clients',
  scope: { all: 'All clients', team: 'Your teams’ clients', assigned: 'Clients assigned to you' },
  scopeMeaning: {
    all: 'Every client of the practice, in every team.',
    team: 'Clients of your teams and of the teams below those.',
    assigned: 'Only clients assigned to you by name.',
  },
  parts: 'Which parts, and what in them',
  ownerNote: 'You are an owner: every switch is on and every client is open.',
  nothing: 'You may open nothing yet',
  nothingHint: 'An administrator of your practice gives you access.',
  failed: 'Your access couldn’t be read',
} as const;

/** What a closed part says. */
export const offText = {
  title: (part: string) => `${part} is off for you`,
  text: (part: string, practice: string) =>
    `${practice} has not opened ${part} to you, so there is nothing to show here. Nothing is broken.`,
  administrators: 'The Team pages are for owners, administrators and whoever they open them to.',
  who: 'Who can change that',
  nobody: 'An owner of your practice can change that.',
  own: 'See your access',
} as const;
