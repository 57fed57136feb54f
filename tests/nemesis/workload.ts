import { getConflicts, resolveConflict } from '../../src/store/conflicts.ts';
import type { CadenceDatabase } from '../../src/store/database.ts';
import { createLead, deleteLead } from '../../src/data/leads/leads.ts';
import { createActivity, deleteActivity, updateActivity } from '../../src/data/activities/activities.ts';
import { type TableEdit, write, restoreRow } from '../../src/store/write.ts';
import type { Random } from '../fixtures/simulation/random.ts';
import { type Content, isLongText, MARKED, MARKED_TABLES, type Marker, valueOf } from './markers.ts';
import type { Client } from './client.ts';
import { pauseFor } from './pause.ts';

/** Rows that all devices of a person edit. */
const SHARED = { activities: 14, leads: 4 };
/** Few enough that devices conflict, and never none. */
const ROWS = { fewest: 8, most: 24 };
const EDITS_A_TRANSACTION = 4;
const LONGEST_PAUSE_MS = 300;

type Action = 'four' | 'one' | 'longText' | 'new' | 'delete' | 'restore' | 'choose';

const ACTIONS: readonly (readonly [number, Action])[] = [
  [14, 'four'],
  [1, 'one'],
  [2, 'longText'],
  [1, 'new'],
  [2, 'delete'],
  [2, 'restore'],
  [2, 'choose'],
];

export interface WorkloadCounts {
  transactions: number;
  /** Rows that transactions have read. */
  reads: number;
}

/** Creates the rows that all devices of a person have from the beginning. */
export const createSharedRows = (client: Client): Promise<void> =>
  client.act(async (db) => {
    for (let n = 0; n < SHARED.activities; n += 1) {
      await createActivity(db, { type: 'call', title: `${client.name}/0/${String(n)}`, date: '2026-03-02' });
    }
    for (let n = 0; n < SHARED.leads; n += 1) await createLead(db, { name: `${client.name}/0/lead-${String(n)}` });
  });

/** Somebody works on a device, one transaction after the other, until it is `over`. */
export const work = async (
  client: Client,
  random: Random,
  counts: WorkloadCounts,
  over: AbortSignal,
): Promise<void> => {
  const trash: Content[] = [];
  while (!over.aborted) {
    await client.act(async (db) => {
      const rows = await readRows(client, db);
      counts.transactions += 1;
      counts.reads += rows.length;
      const prefix = `${client.name}/${String(counts.transactions)}`;
      const mark = (part: number) => `${prefix}/${String(part)}`;
      await PERFORM[random.pick(ACTIONS)]({ db, rows, trash, random, mark });
    });
    if (random.chance(0.3)) client.request('realtime');
    await pauseFor(random.below(LONGEST_PAUSE_MS), over);
  }
};

interface ActionContext {
  db: CadenceDatabase;
  /** Everything that the device shows. */
  rows: readonly Content[];
  /** What the person has deleted on this device, to be restored. */
  trash: Content[];
  random: Random;
  mark: (part: number) => Marker;
}

const pickOne = <T>(items: readonly T[], random: Random): T | undefined => items[random.below(items.length)];

/** The oldest ones, so that devices conflict. */
const firstActivities = (rows: readonly Content[], count: number): Content[] =>
  rows.filter(({ table }) => table === 'program_activities').slice(0, count);

/** An action without a row for it does nothing. */
const PERFORM: Record<Action, (context: ActionContext) => Promise<unknown>> = {
  four: async ({ db, rows, random, mark }) => {
    const edits = Array.from({ length: EDITS_A_TRANSACTION }, (_, part): TableEdit[] => {
      const chosen = pickOne(rows, random);
      if (!chosen) return [];
      const { table, row } = chosen;
      const field = pickOne<string>(MARKED[table], random) ?? '';
      return [{ op: 'update', table, row: row.id, fields: { [field]: valueOf(field, mark(part)) } }];
    });
    await write(db, edits.flat());
  },
  one: async ({ db, rows, mark }) => {
    const [first] = firstActivities(rows, 1);
    if (first) await updateActivity(db, first.row.id, { title: mark(0), metadata: { marker: mark(1) } });
  },
  longText: async ({ db, rows, random, mark }) => {
    const chosen = pickOne(firstActivities(rows, 2), random);
    const field = pickOne(
      MARKED.program_activities.filter((name) => isLongText('program_activities', name)),
      random,
    );
    if (chosen && field) await updateActivity(db, chosen.row.id, { [field]: mark(0) });
  },
  new: async ({ db, rows, random, mark }) => {
    if (rows.length >= ROWS.most) return;
    if (random.chance(0.25)) await createLead(db, { name: mark(0) });
    else await createActivity(db, { type: 'meeting', title: mark(0), date: '2026-03-03' });
  },
  delete: async ({ db, rows, trash, random }) => {
    const chosen = pickOne(rows, random);
    if (!chosen || rows.length <= ROWS.fewest) return;
    trash.push(chosen);
    await (chosen.table === 'submissions' ? deleteLead : deleteActivity)(db, chosen.row.id);
  },
  restore: async ({ db, trash }) => {
    const last = trash.pop();
    if (last) await restoreRow(db, last.table, last.row);
  },
  choose: async ({ db, random }) => {
    const open = pickOne(await getConflicts(db), random);
    if (!open) return;
    const isText = open.conflict.kind === 'long_text';
    await resolveConflict(
      db,
      open.conflict,
      pickOne(isText ? ['kept', 'lost', 'both'] : ['kept', 'lost'], random) ?? 'kept',
    );
  },
};

/** What the device shows now. */
export const readRows = async (client: Client, db: CadenceDatabase): Promise<Content[]> => {
  const found: Content[] = [];
  for (const table of MARKED_TABLES) {
    const rows = await db.rawRows(table).toArray();
    client.observations.record(table, rows);
    found.push(...rows.map((row) => ({ table, row })));
  }
  return found;
};
