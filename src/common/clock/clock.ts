/** The only source of the current time: injected, so that tests can move it. Returns UTC instants. */
export interface Clock {
  now(): Date;
}

/** Injection token of the {@link Clock}. */
export const CLOCK = Symbol('Clock');

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };
