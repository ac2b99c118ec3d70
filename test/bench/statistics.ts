/** The value below which the share of values lies; the values need not be in order. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle value. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** The value that one in twenty exceeds. */
export function p95(values: ArrayLike<number>): number {
  return quantile(values, 0.95);
}

/** Two decimals, for details. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Items in another order each round, so that nobody always comes first. */
export function rotated<Item>(items: readonly Item[], round: number): Item[] {
  const from = round % items.length;
  const turned = [...items.slice(from), ...items.slice(0, from)];
  return round % 2 === 0 ? turned : turned.reverse();
}
