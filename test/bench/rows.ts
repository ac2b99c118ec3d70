import { openGround, type Ground } from './ground.js';
import type { Scratch } from './scratch.js';

/** What the rows of one run share. */
export class Bench {
  private opened: Promise<Ground> | undefined;

  constructor(
    readonly scratch: Scratch,
    private readonly say: (line: string) => void,
  ) {}

  /** The run's database, opened by the first row that wants one. */
  ground(): Promise<Ground> {
    this.opened ??= this.step('opening a database with the product’s own settings', () => openGround(this.scratch));
    return this.opened;
  }

  /** Says what goes on and how long it took. */
  async step<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    const begun = performance.now();
    const result = await work();
    this.say(`  ${what} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
    return result;
  }
}
