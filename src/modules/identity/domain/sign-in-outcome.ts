/** What a line of the log comes to. */
export type OutcomeKind = 'signed_in' | 'refused' | 'other';

/** Lines of the log that somebody may ask for. */
export const SHOWN_KINDS = ['all', 'signed_in', 'refused'] as const;
export type ShownKind = (typeof SHOWN_KINDS)[number];

/** Outcomes of attempts that led nowhere. */
export const REFUSED_OUTCOMES = ['code_wrong', 'factor_wrong', 'codes_rest', 'link_dead', 'step_over', 'provider_refused'] as const;

const REFUSED: ReadonlySet<string> = new Set(REFUSED_OUTCOMES);

/** What an outcome comes to. Whatever ends in `_refused` or `_wrong` led nowhere. */
export function kindOf(outcome: string): OutcomeKind {
  if (outcome.startsWith('signed_in')) return 'signed_in';
  return REFUSED.has(outcome) || /_(refused|wrong)$/.test(outcome) ? 'refused' : 'other';
}

const METHODS: Readonly<Record<string, string>> = {
  signed_in: 'mail',
  link_asked: 'mail',
  link_dead: 'mail',
  code_wrong: 'mail',
  signed_in_by_script: 'script',
};

/** How somebody tried to get in or to prove themself: mail, passkey, totp, recovery, google …; null where an outcome is no attempt, or does not say. */
export function methodOf(outcome: string): string | null {
  return METHODS[outcome] ?? /^(?:signed_in|confirmed|refused)_(\w+)$/.exec(outcome)?.[1] ?? null;
}
