import { DomainError } from '../../../common/errors.js';

/** Whoever wants something drawn. */
export interface Asker {
  /** The practice: turns go round. */
  readonly orgId: string;
  /** A session, or a visit of somebody outside. */
  readonly by: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly gone?: AbortSignal;
}

/** As much waits to be drawn as is taken; nothing was begun. */
export class DrawingBusy extends DomainError {
  readonly code = 'documents.drawing_busy';
  override readonly status = 503;

  constructor() {
    super('Many pages are being drawn at once. Try again in a moment.', { retryAfter: 2 });
  }
}

/** Nobody waits for it any more: an answer that nobody reads. */
export class Unwanted extends DomainError {
  readonly code = 'documents.unwanted';
  override readonly status = 499;

  constructor() {
    super('Whoever asked for this page has left.');
  }
}

const MOST_WAITING = 64;
const MOST_OF_ONE = 6;

interface Turn {
  asker: Asker;
  begin: () => void;
  refuse: (error: Error) => void;
}

/**
 * One drawing at a time, a turn for each practice in which somebody waits, and of one person no more than a few. When as many wait as are taken, a practice
 * with fewer of them takes the place of the last of the one with most: nobody fills it for everybody.
 */
export class DrawingQueue {
  private readonly waiting: Turn[] = [];
  private running: Asker | undefined;
  /** When each practice last had its turn, as long as anybody waits. */
  private readonly served = new Map<string, number>();
  private turns = 0;

  /** Does the work when its turn comes. @throws DrawingBusy, Unwanted when whoever asked left before that */
  async take<Result>(asker: Asker, work: () => Promise<Result>): Promise<Result> {
    await this.turn(asker);
    try {
      return await work();
    } finally {
      this.running = undefined;
      this.next();
    }
  }

  private async turn(asker: Asker): Promise<void> {
    if (asker.gone?.aborted === true) throw new Unwanted();
    if (!this.running) {
      this.begin(asker);
      return;
    }
    const own = this.waiting.filter((turn) => turn.asker.by === asker.by).length;
    if (own >= MOST_OF_ONE) throw new DrawingBusy();
    if (this.waiting.length >= MOST_WAITING) this.makeRoom(asker);
    await new Promise<void>((resolve, reject) => {
      const left = (): void => turn.refuse(new Unwanted());
      const turn: Turn = {
        asker,
        begin: () => {
          asker.gone?.removeEventListener('abort', left);
          resolve();
        },
        refuse: (error) => {
          asker.gone?.removeEventListener('abort', left);
          this.waiting.splice(this.waiting.indexOf(turn), 1);
          reject(error);
        },
      };
      asker.gone?.addEventListener('abort', left, { once: true });
      this.waiting.push(turn);
    });
  }

  /** Sends away the last who came of the practice of which most wait. @throws DrawingBusy when that is the asker's own, or no more wait of it than of theirs */
  private makeRoom({ orgId }: Asker): void {
    const count = new Map<string, number>();
    for (const { asker } of this.waiting) count.set(asker.orgId, (count.get(asker.orgId) ?? 0) + 1);
    const [largest, most] = [...count].reduce((best, next) => (next[1] > best[1] ? next : best));
    if (most <= (count.get(orgId) ?? 0) + 1) throw new DrawingBusy();
    this.waiting.findLast(({ asker }) => asker.orgId === largest)!.refuse(new DrawingBusy());
  }

  private begin(asker: Asker): void {
    this.running = asker;
    this.served.set(asker.orgId, ++this.turns);
  }

  /** The practice that waited longest for a turn goes first. */
  private next(): void {
    const since = ({ asker }: Turn): number => this.served.get(asker.orgId) ?? 0;
    const first = this.waiting.reduce<Turn | undefined>((best, turn) => (best && since(best) <= since(turn) ? best : turn), undefined);
    if (!first) {
      this.served.clear();
      return;
    }
    this.waiting.splice(this.waiting.indexOf(first), 1);
    this.begin(first.asker);
    first.begin();
  }
}
