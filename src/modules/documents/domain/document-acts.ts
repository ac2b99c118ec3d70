/** What is done to a document, as its history sorts it for people. */
export const ACT_KINDS = ['open', 'download', 'share', 'change', 'refuse', 'look'] as const;
export type ActKind = (typeof ACT_KINDS)[number];

/** Actions of the access record by kind. `look` is that somebody saw what describes a document, not its bytes. */
const ACTIONS: Readonly<Record<Exclude<ActKind, 'share' | 'change'>, readonly string[]>> = {
  open: ['open'],
  download: ['download'],
  refuse: ['refuse'],
  look: ['read', 'export'],
};

/** Every action of sharing and asking begins so. */
const SHARING = /^(share|request)/;

/** The kind of an action; whatever is none of the others changed something. */
export function actKind(action: string): ActKind {
  if (SHARING.test(action)) return 'share';
  for (const [kind, actions] of Object.entries(ACTIONS)) if (actions.includes(action)) return kind as ActKind;
  return 'change';
}

/** The actions of kinds: named ones, whether those of sharing as well, and whether all that are neither. */
export function actionsOf(kinds: readonly ActKind[]): { named: string[]; sharing: boolean; others: boolean; notOthers: string[] } {
  return {
    named: Object.entries(ACTIONS).flatMap(([kind, actions]) => (kinds.includes(kind as ActKind) ? actions : [])),
    sharing: kinds.includes('share'),
    others: kinds.includes('change'),
    notOthers: Object.values(ACTIONS).flat(),
  };
}
