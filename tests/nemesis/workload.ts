import type { CadenceDatabase } from '../../src/store/database.ts';
import { createLead } from '../../src/store/leads.ts';
import { createActivity, updateActivity } from '../../src/store/program.ts';
import { type TableEdit, write } from '../../src/store/write.ts';
import type { Random } from '../harness/random.ts';
import { MARKED, MARKED_TABLES, type MarkedTable, valueOf } from './account.ts';
import type { Client } from './client.ts';
import { pauseFor } from './pause.ts';

/** Rows that all devices of a person edit. */
const SHARED = { activities: 14, leads: 4 };
const EDITS_A_TRANSACTION = 4;
const LONGEST_THOUGHT_MS = 300;

export interface Tally {
  transactions: number;
  /** Rows that transactions have read. */
  reads: number;
  /** Changes that transactions have made. */
  writes: number;
}

/** What a person has from the beginning. */
export const makeShared = (client: Client): Promise<void> =>
  client.act(async (db) => {
    for (let n = 0; n < SHARED.activities; n += 1) {
      await createActivity(db, { type: 'call', title: `${client.name}/0/${String(n)}`, date: '2026-03-02' });
    }
    for (let n = 0; n < SHARED.leads; n += 1) await createLead(db, { name: `${client.name}/0/lead-${String(n)}` });
  });

/** Somebody works on a device, one transaction after the other, until it is `over`. */
export const work = async (client: Client, random: Random, tally: Tally, over: AbortSignal): Promise<void> => {
  while (!over.aborted) {
    await client.act((db) => transact(client, db, random, tally));
    if (random.chance(0.3)) client.request('doorbell');
    await pauseFor(random.below(LONGEST_THOUGHT_MS), over);
  }
};

/** Reads everything, then writes four fields at once; now and then it does what a screen does instead. */
const transact = async (client: Client, db: CadenceDatabase, random: Random, tally: Tally): Promise<void> => {
  const rows = await look(client, db);
  tally.transactions += 1;
  tally.reads += rows.length;
  const prefix = `${client.name}/${String(tally.transactions)}`;
  const anywhere = () => {
    const { table, id } = rows[random.below(rows.length)] ?? { table: 'program_activities', id: '' };
    const fields = MARKED[table];
    return { table, id, field: fields[random.below(fields.length)] ?? fields[0] };
  };
  const kind = random.pick([
    [14, 'four'],
    [1, 'new'],
    [1, 'one'],
  ] as const);
  if (kind === 'new') {
    await createActivity(db, { type: 'meeting', title: `${prefix}/0`, date: '2026-03-03' });
    tally.writes += 1;
  } else if (kind === 'one') {
    const { id } = rows.find(({ table }) => table === 'program_activities') ?? { id: '' };
    await updateActivity(db, id, { title: `${prefix}/0`, metadata: { marker: `${prefix}/1` } });
    tally.writes += 1;
  } else {
    const edits = Array.from({ length: EDITS_A_TRANSACTION }, (_, part): TableEdit => {
      const { table, id, field } = anywhere();
      return { op: 'update', table, row: id, fields: { [field]: valueOf(field, `${prefix}/${String(part)}`) } };
    });
    await write(db, edits);
    tally.writes += edits.length;
  }
};

/** What the device shows now. */
export const look = async (client: Client, db: CadenceDatabase): Promise<{ table: MarkedTable; id: string }[]> => {
  const found: { table: MarkedTable; id: string }[] = [];
  for (const table of MARKED_TABLES) {
    const rows = await db.rawRows(table).toArray();
    client.sightings.see(table, rows);
    found.push(...rows.map(({ id }) => ({ table, id })));
  }
  return found;
};
