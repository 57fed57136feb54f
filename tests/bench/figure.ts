/** One line of the bench: what we need for a job, beside what a reference needs for it in the same run. */
export interface Figure {
  name: string;
  /** ours / reference; `null` where there is nothing to divide by. */
  ratio: number | null;
  ours: number;
  reference: number;
  unit: string;
  /** What the design allows, in words that name the number. */
  limit: string;
  holds: boolean;
  /** Repetitions behind each median; 1 for what does not vary. */
  runs: number;
  spread: { ours: [min: number, max: number]; reference: [min: number, max: number] };
  /** What was measured and what else was seen, for whoever reads the file. */
  details: Record<string, unknown>;
}

/** What a screen shows a picture for. */
export const FRAME_MS = 1000 / 60;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** @param share 0 to 1; between two values it interpolates. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('no values to take a quantile of');
  return below + (above - below) * (place - Math.floor(place));
};

/** One repetition: sets up what it needs, and returns what the job itself took. */
export type Repetition = () => Promise<number>;

export interface Samples {
  ours: number[];
  reference: number[];
}

/** Takes `runs` samples of each side after one of each that does not count; who goes first alternates. */
export const alternate = async (runs: number, ours: Repetition, reference: Repetition): Promise<Samples> => {
  const samples: Samples = { ours: [], reference: [] };
  await ours();
  await reference();
  for (let run = 0; run < runs; run++) {
    if (run % 2 === 0) samples.ours.push(await ours());
    samples.reference.push(await reference());
    if (run % 2 === 1) samples.ours.push(await ours());
  }
  return samples;
};

/** The figure of two medians; it holds where their ratio is at most `atMost`. */
export const ratioFigure = (
  name: string,
  { ours, reference }: Samples,
  unit: string,
  atMost: number,
  details: Record<string, unknown> = {},
): Figure => {
  const ratio = median(ours) / median(reference);
  return {
    name,
    ratio,
    ours: median(ours),
    reference: median(reference),
    unit,
    limit: `ratio <= ${String(atMost)}`,
    holds: ratio <= atMost,
    runs: ours.length,
    spread: { ours: range(ours), reference: range(reference) },
    details,
  };
};

export const range = (values: readonly number[]): [min: number, max: number] => [
  Math.min(...values),
  Math.max(...values),
];

/** A number as people read it: three digits or so. */
export const short = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);

export const lineOf = ({ name, ratio, ours, reference, unit }: Figure): string =>
  `${name} ratio=${ratio === null ? '-' : short(ratio)} ours=${short(ours)} reference=${short(reference)} unit=${unit}`;
