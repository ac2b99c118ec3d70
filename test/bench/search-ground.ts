import { MODULES } from '../../src/common/database/principal.js';
import type { SearchEntry } from '../../src/common/sealed-search/entry.js';
import { appendDeltas } from '../../src/modules/clients/persistence/search-delta.js';
import { CompactSearch } from '../../src/modules/clients/use-cases/compact-search.use-case.js';
import type { Ground } from './ground.js';
import { fillPractice, settle } from './made-clients.js';
import { foundPractice, type MadePractice } from './made-practice.js';
import { createPlainTable, indexPlainNames } from './plain-table.js';

/** Clients of the practice that is searched. */
export const SEARCH_CLIENTS = 1_000_000;

/** A practice of a million clients, its segments built, and the same rows in the clear under pg_trgm. */
export interface SearchGround {
  practice: MadePractice;
  sample: SearchEntry[];
  /** How long the product took to build all segments anew. */
  compactionMs: number;
}

/** Makes the practice that search and memory are measured on. */
export async function openSearchGround(ground: Ground): Promise<SearchGround> {
  await createPlainTable(ground.administrator, 'search_client');
  const practice = await foundPractice(ground, 'search');
  const sample = await fillPractice(ground, practice, { count: SEARCH_CLIENTS, seed: 1, plainTable: 'search_client', segments: true });
  await indexPlainNames(ground.administrator, 'search_client');
  const compactionMs = await compact(ground, practice, sample);
  await settle(ground, ['search_client']);
  return { practice, sample, compactionMs };
}

/** Lets the product build every segment anew, a hundred changes waiting, so that what is searched is what the product writes. */
async function compact({ tenants, grants }: Ground, { orgId }: MadePractice, sample: readonly SearchEntry[]): Promise<number> {
  const changes = sample.slice(0, 100).map((entry) => ({ clientId: entry.id, entry }));
  await grants.with({ orgId, memberId: null, modules: MODULES.clients }, (token) =>
    tenants.run(token, async (tx) => {
      await tx.execute(appendDeltas(await tx.keyringUnrecorded('seals changes; opens nothing'), changes));
    }),
  );
  const begun = performance.now();
  const outcome = await new CompactSearch(tenants, grants).execute(orgId, { force: true });
  if (outcome !== 'built') throw new Error(`The segments were not built: ${outcome}.`);
  return performance.now() - begun;
}
