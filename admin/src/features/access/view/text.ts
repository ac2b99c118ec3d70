/** What looking at a member's world says. */
export const viewText = {
  label: 'Looking as a member',
  now: (name: string) => `You see what ${name} sees`,
  until: (time: string) => `Read-only, until ${time} at the latest. What you open is on record in your name.`,
  stop: 'Stop looking',
  start: 'See their world, read-only…',
  startTitle: (name: string) => `See the practice as ${name} does?`,
  startText: (name: string) =>
    `For half an hour at most you see exactly what ${name} sees, and can change nothing. What you open goes on record in your own name, as does looking itself.`,
  confirm: (name: string) => `See it as ${name}`,
} as const;
