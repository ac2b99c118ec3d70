import { testBench } from './practice.js';

/** Does something while the database takes no message into the queue, as if the process died before it was there. */
export async function whileNoMailIsTaken<Result>(work: () => Promise<Result>): Promise<Result> {
  const { owner } = await testBench();
  await owner.execute({ text: 'alter table identity.mail add constraint none_taken check (false) not valid' });
  try {
    return await work();
  } finally {
    await owner.execute({ text: 'alter table identity.mail drop constraint none_taken' });
  }
}
