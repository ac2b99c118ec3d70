/** One line of the benchmark's table. */
export interface Measurement {
  /** The row group that `--only` names. */
  row: string;
  /** What was measured, with what it was measured on. */
  name: string;
  value: number;
  unit: string;
  /** The limit or the peer's value in the same unit, and what that is; null where there is nothing to compare with. */
  against: number | null;
  peer: string;
  /** `value` to `against`, measured interleaved in one run where `against` is a peer. */
  ratio: number | null;
  target: Target | null;
  ok: boolean | null;
  /** What else is worth keeping: spreads, plans, loads. */
  detail?: Record<string, unknown>;
}

/** What the ratio must be. */
export type Target = { atLeast: number } | { atMost: number };

/** A measurement judged by its ratio. */
export function judged(of: Omit<Measurement, 'ok' | 'ratio'> & { ratio?: number }): Measurement {
  const ratio = of.ratio ?? (of.against === null ? null : of.value / of.against);
  return { ...of, ratio, ok: ratio === null || of.target === null ? null : meets(ratio, of.target) };
}

/** A measurement that has nothing to be judged by. */
export function noted(of: Pick<Measurement, 'row' | 'name' | 'value' | 'unit' | 'detail'>): Measurement {
  return { ...of, against: null, peer: '', ratio: null, target: null, ok: null };
}

function meets(ratio: number, target: Target): boolean {
  return 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost;
}

const HEADINGS = ['row', 'what', 'measured', 'limit or peer', 'ratio', 'target', ''];

/** The table as people read it. */
export function tableOf(measurements: readonly Measurement[]): string {
  const lines = measurements.map(({ row, name, value, unit, against, peer, ratio, target, ok }) => [
    row,
    name,
    `${figure(value)} ${unit}`,
    against === null ? '' : `${figure(against)} ${unit} (${peer})`,
    ratio === null ? '' : ratio.toFixed(2),
    target === null ? '' : 'atLeast' in target ? `>= ${target.atLeast}` : `<= ${target.atMost}`,
    ok === null ? '' : ok ? 'ok' : 'missed',
  ]);
  const widths = HEADINGS.map((heading, column) => Math.max(heading.length, ...lines.map((line) => line[column]!.length)));
  const print = (line: readonly string[]) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [print(HEADINGS), print(widths.map((width) => '-'.repeat(width))), ...lines.map(print)].join('\n');
}

function figure(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en-AU');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
