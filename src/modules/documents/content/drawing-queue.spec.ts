import { describe, expect, it } from '@jest/globals';
import { DrawingBusy, DrawingQueue, Unwanted } from './drawing-queue.js';

/** Work that ends when it is told to, and the order in which it began. */
function bench() {
  const [queue, began, ends] = [new DrawingQueue(), [] as string[], new Map<string, () => void>()];
  const take = async (name: string, orgId: string, by = name, gone?: AbortSignal): Promise<string> =>
    queue.take({ orgId, by, ...(gone && { gone }) }, async () => {
      began.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      return name;
    });
  /** Ends what had that turn, from 0. */
  const end = async (turn: number): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    ends.get(began[turn]!)!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { take, began, end };
}

describe('turns to be drawn', () => {
  it('go round the practices, however many one of them asks for', async () => {
    const { take, began, end } = bench();
    const all = [...['a1', 'a2', 'a3', 'a4'].map((name) => take(name, 'A')), take('b1', 'B'), take('c1', 'C')];
    for (let turn = 0; turn < all.length; turn++) await end(turn);
    expect(began).toEqual(['a1', 'b1', 'c1', 'a2', 'a3', 'a4']);
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'c1']);
  });

  it('are bounded: a few for one person, some for all', async () => {
    const { take, end } = bench();
    const own = Array.from({ length: 7 }, (_, index) => take(`own${index}`, 'A', 'one person'));
    await expect(take('one too many', 'A', 'one person')).rejects.toThrow(DrawingBusy);
    const others = Array.from({ length: 58 }, (_, index) => take(`other${index}`, 'B'));
    await expect(take('one more', 'B')).rejects.toThrow(DrawingBusy);
    for (let turn = 0; turn < own.length + others.length; turn++) await end(turn);
    await Promise.all([...own, ...others]);
  });

  it('are not all taken by one practice: another takes the place of its last, and has its turn next', async () => {
    const { take, began, end } = bench();
    const many = await Promise.all(Array.from({ length: 65 }, async (_, index) => ({ turn: take(`a${index}`, 'A') })));
    const last = many[64]!.turn.catch((error: unknown) => error);
    const other = take('b', 'B');
    expect(await last).toBeInstanceOf(DrawingBusy);
    for (let turn = 0; turn < 65; turn++) await end(turn);
    expect([await other, began[1], began.length]).toEqual(['b', 'b', 65]);
    await Promise.all(many.slice(0, 64).map(({ turn }) => turn));
  });

  it('are given up by whoever left, and one that fails keeps nobody from theirs', async () => {
    const { take, began, end } = bench();
    const gone = new AbortController();
    const [first, left, last] = [take('first', 'A'), take('left', 'B', 'left', gone.signal), take('last', 'C')];
    gone.abort();
    await expect(left).rejects.toThrow(Unwanted);
    await expect(take('late', 'B', 'late', AbortSignal.abort())).rejects.toThrow(Unwanted);
    await end(0);
    await end(1);
    expect([await first, await last, began]).toEqual(['first', 'last', ['first', 'last']]);
    const queue = new DrawingQueue();
    await expect(queue.take({ orgId: 'A', by: 'x' }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await queue.take({ orgId: 'A', by: 'x' }, () => Promise.resolve('yes'))).toBe('yes');
  });
});
