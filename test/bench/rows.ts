import { openGround, type Ground } from './ground.js';
import type { Scratch } from './scratch.js';
import { openSearchGround, SEARCH_CLIENTS, type SearchGround } from './search-ground.js';

/** What the rows of one run share. */
export class Bench {
  private opened: Promise<Ground> | undefined;
  private searched: Promise<SearchGround> | undefined;

  constructor(
    readonly scratch: Scratch,
    private readonly say: (line: string) => void,
  ) {}

  /** The run's database, opened by the first row that wants one. */
  ground(): Promise<Ground> {
    this.opened ??= this.step('opening a database with the product’s own settings', () => openGround(this.scratch));
    return this.opened;
  }

  /** The practice that is searched, made by the first row that wants it. */
  async searchGround(): Promise<SearchGround> {
    const ground = await this.ground();
    this.searched ??= this.step(
      `making ${SEARCH_CLIENTS.toLocaleString('en-AU')} clients, twice: sealed, and in the clear under pg_trgm`,
      () => openSearchGround(ground),
    );
    return this.searched;
  }

  /** Says what goes on and how long it took. */
  async step<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    const begun = performance.now();
    const result = await work();
    this.say(`  ${what} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
    return result;
  }
}
