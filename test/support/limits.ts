import { testBench } from './practice.js';

/** Lets minutes pass for every limit of this worker's database. */
export async function letRest(minutes: number): Promise<void> {
  const { identity } = await testBench();
  await identity.execute({
    text: `update identity.limit_bucket set rests_until = rests_until - make_interval(mins => $1), counted_at = counted_at - make_interval(mins => $1)`,
    values: [minutes],
  });
}
