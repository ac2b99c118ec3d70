import { fromEdgeCase } from './edge-case.js';
import type { EdgeCase } from './edge-case.js';
import { clearwaterCases } from './edge-cases-clearwater.js';
import { saltbushCases } from './edge-cases-saltbush.js';
import { wattlebirdCases } from './edge-cases-wattlebird.js';
import { wattlebirdAwkwardCases } from './edge-cases-wattlebird-awkward.js';
import type { DemoClient, DemoPractice } from './practice-types.js';

const CASES: Readonly<Record<string, (today: string) => readonly EdgeCase[]>> = {
  wattlebird: (today) => [...wattlebirdCases(today), ...wattlebirdAwkwardCases(today)],
  saltbush: saltbushCases,
  clearwater: clearwaterCases,
};

/** The hand-written clients of a practice; none for one that is only measured with. */
export function edgeCases(practice: DemoPractice, today: string): readonly DemoClient[] {
  const cases = CASES[practice.slug]?.(today) ?? [];
  return cases.map((edge) => fromEdgeCase(practice, today, edge));
}
