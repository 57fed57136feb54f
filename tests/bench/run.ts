import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Figure, lineOf } from './figure.ts';
import { noopSync, pull10000, push1000 } from './figures/sync.ts';
import { startSurroundings, type Surroundings } from './surroundings.ts';

const RESULTS = join(import.meta.dirname, 'results.json');

const FIGURES: Record<string, (surroundings: Surroundings) => Promise<Figure | Figure[]>> = {
  push_1000: push1000,
  pull_10000: pull10000,
  noop_sync: noopSync,
};

const asked = process.argv.slice(2);
const chosen = asked.length > 0 ? asked : Object.keys(FIGURES);
const surroundings = await startSurroundings();
const figures: Figure[] = [];
for (const name of chosen) {
  const made = await FIGURES[name]?.(surroundings);
  for (const figure of [made ?? []].flat()) {
    figures.push(figure);
    process.stdout.write(`${lineOf(figure)}\n`);
  }
}
await surroundings.close();
await writeFile(RESULTS, `${JSON.stringify(figures, null, 2)}\n`);
