// What the bench prints: a table a part, with the aim beside the value where there is one.

export interface Row {
  readonly what: string;
  readonly value: string;
  readonly aim?: { readonly text: string; readonly met: boolean };
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly notes?: readonly string[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle - 0.5)]! + sorted[Math.floor(middle)]!) / 2;
}

/** The value that this share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** The median in milliseconds, and between which values it lies. */
export function spread(values: readonly number[]): string {
  return `${ms(median(values))} (${ms(Math.min(...values), '')} to ${ms(Math.max(...values))})`;
}

export function ms(value: number, unit = ' ms'): string {
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)}${unit}`;
}

export function times(value: number): string {
  return `${value.toFixed(2)} times`;
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}

export function atMost(value: number, most: number, text: string): NonNullable<Row['aim']> {
  return { text: `at most ${text}`, met: value <= most };
}

export function printSection({ title, rows, notes = [] }: Section): void {
  const cells = rows.map(({ what, value, aim }) => [
    what,
    value,
    aim?.text ?? '',
    aim ? (aim.met ? 'met' : 'NOT MET') : '',
  ]);
  const all = [[title, 'value', 'aim', ''], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  const [head, ...body] = all.map(line);
  console.log(['', head, '-'.repeat(widths.reduce((sum, width) => sum + width + 2, -2)), ...body, ...notes].join('\n'));
}
