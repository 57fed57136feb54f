import { readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { buildApp } from './app.ts';
import { type Figure, lineOf } from './figure.ts';
import { adminFigures, adminFiguresOnPostgres } from './figures/admin.ts';
import { chainFigures, chainFiguresOnPostgres, chainRate, tickIdle } from './figures/chains.ts';
import { coldOffline, logActivity } from './figures/app.ts';
import { dayOpen } from './figures/day-open.ts';
import { enrollResponse } from './figures/enroll-response.ts';
import { firstLoad } from './figures/first-load.ts';
import { lighthouseScores } from './figures/lighthouse.ts';
import { listQuery } from './figures/list-query.ts';
import { rxdbFigures } from './figures/rxdb.ts';
import { noopSync, pull10000, push1000 } from './figures/sync.ts';
import { slowLine } from './figures/slow-line.ts';
import { writeToQuery } from './figures/write-to-query.ts';
import { taskSync } from './figures/task-sync.ts';
import { toolSpeeds } from './figures/tool-speeds.ts';
import { startSurroundings, type Surroundings } from './surroundings.ts';

const RESULTS = join(import.meta.dirname, 'results.json');

/** Figures of the sync engine and the store, taken on a page of their own. */
const ENGINE: Record<string, (surroundings: Surroundings) => Promise<Figure | Figure[]>> = {
  push_1000: push1000,
  pull_10000: pull10000,
  noop_sync: noopSync,
  list_query: listQuery,
  slow_line: slowLine,
  write_to_query: writeToQuery,
};

/** The engine beside its rivals: on a server of their own, since they need the table changed. */
const RIVALS: Record<string, (surroundings: Surroundings) => Promise<Figure | Figure[]>> = { rxdb: rxdbFigures };

/** Figures of the app as it ships, or of its backend; they are given the directory of the built app. */
const PRODUCT: Record<string, (client: string) => Promise<Figure | Figure[]>> = {
  log_activity: logActivity,
  day_open: dayOpen,
  cold_offline: coldOffline,
  first_load: firstLoad,
  admin: adminFigures,
  admin_postgres: adminFiguresOnPostgres,
  lighthouse: lighthouseScores,
};

/** Figures of the database and its functions alone. */
const DATABASE: Record<string, () => Promise<Figure | Figure[]>> = {
  task_sync: taskSync,
  tool_speeds: toolSpeeds,
  enroll_response: enrollResponse,
  chains: chainFigures,
  chains_postgres: chainFiguresOnPostgres,
  chain_rate: chainRate,
  tick_idle: tickIdle,
};

/** Names by which single figures of a group can be asked for. */
const GROUPS: Record<string, string> = {
  admin_week: 'admin',
  rls_overhead: 'admin',
  pull_10000_vs_rxdb: 'rxdb',
  push_1000_vs_rxdb: 'rxdb',
  task_sync_90x5x100: 'task_sync',
  chain_full: 'chains',
  chain_unchanged: 'chains',
  chain_full_postgres: 'chains_postgres',
  chain_unchanged_postgres: 'chains_postgres',
  tool_sync: 'tool_speeds',
  tool_clear: 'tool_speeds',
  tool_undo: 'tool_speeds',
  tool_move: 'tool_speeds',
  tool_reschedule: 'tool_speeds',
};

const figures: Figure[] = [];
const keep = (made: Figure | Figure[]): void => {
  for (const figure of [made].flat()) {
    figures.push(figure);
    process.stdout.write(`${lineOf(figure)}\n`);
    if (!figure.holds) process.stderr.write(`  ${figure.name} misses its limit: ${figure.limit}\n`);
  }
};

const names = process.argv.slice(2).map((name) => GROUPS[name] ?? name);
const known = [ENGINE, RIVALS, PRODUCT, DATABASE].flatMap((group) => Object.keys(group));
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no figure ${unknown.join(', ')}. There are: ${known.join(', ')}.\n`);
  process.exit(2);
}
const chosen = new Set(names.length > 0 ? names : known);
const chosenOf = <Take>(group: Record<string, Take>): Take[] =>
  Object.entries(group).flatMap(([name, take]) => (chosen.has(name) ? [take] : []));

for (const group of [ENGINE, RIVALS]) {
  const engine = chosenOf(group);
  if (engine.length === 0) continue;
  const surroundings = await startSurroundings();
  for (const take of engine) keep(await take(surroundings));
  await surroundings.close();
}

const product = chosenOf(PRODUCT);
if (product.length > 0) {
  const client = await buildApp();
  for (const take of product) keep(await take(client));
  await rm(dirname(client), { recursive: true, force: true });
}

for (const take of chosenOf(DATABASE)) keep(await take());

await writeResults(figures);
// A server that is still being stopped must not keep the run alive.
process.exit(figures.every(({ holds }) => holds) ? 0 : 1);

/** Figures that were not taken this time stay as they are in the file. */
async function writeResults(taken: readonly Figure[]): Promise<void> {
  const names = new Set(taken.map(({ name }) => name));
  const before = await readFile(RESULTS, 'utf8').then(
    (text) => (JSON.parse(text) as { figures: (Figure & { load: number })[] }).figures,
    () => [],
  );
  const load = loadavg()[0];
  const all = [
    ...before.filter(({ name }) => !names.has(name)),
    // How busy the machine was: a ratio bears it better than a time does.
    ...taken.map((figure) => ({ ...figure, load })),
  ].sort((a, b) => a.name.localeCompare(b.name));
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
  await writeFile(RESULTS, `${JSON.stringify({ machine, figures: all }, null, 2)}\n`);
}
