import type { Client } from './client.ts';
import type { Server } from './server.ts';

type Breach = (server: Server, clients: readonly Client[]) => Promise<void>;

/** In a function of the server, what becomes what. */
const rewritten =
  (name: string, sound: string, broken: string): Breach =>
  async (server) => {
    const [found] = await server.query<{ source: string }>(
      `select pg_get_functiondef('${name}'::regprocedure) as source`,
    );
    if (!found?.source.includes(sound)) throw new Error(`${name} has no ${sound}`);
    await server.change(found.source.replace(sound, () => broken));
  };

/** For each law a way to break it, so that a run which finds nothing means something. */
export const SABOTAGES = {
  /** Law 3: a change that is sent again is applied again. */
  'no-dedupe': rewritten('private.lock_device(jsonb)', 'return known;', 'return 0;'),
  /** Law 5: what commits late is passed over. */
  'no-horizon': rewritten(
    'public.sync_pull(jsonb)',
    'pg_snapshot_xmin(pg_current_snapshot())',
    'pg_snapshot_xmax(pg_current_snapshot())',
  ),
  /** Law 8: whoever comes last wins, whatever the timestamps say. */
  'last-come-wins': rewritten(
    'private.merge_rows(text, text[], jsonb)',
    "'v.timestamp collate",
    "'true or v.timestamp collate",
  ),
  /** Law 4: a delete is answered, and the row stays. */
  'lost-delete': rewritten(
    'private.write_group(text, text, text[], jsonb)',
    'and c.timestamp collate "C" > (select max(',
    'and false and c.timestamp collate "C" > (select max(',
  ),
  /** Law 8: what a delete or another text takes along is not kept for the person. */
  'no-conflicts': rewritten(
    'private.record_conflicts(text, jsonb)',
    'from jsonb_to_recordset(entries)',
    "from jsonb_to_recordset('[]')",
  ),
  /** Law 5: devices are shown what was, in between what is. */
  'back-in-time': (_server, clients) => {
    for (const { link } of clients) link.repeatOldAnswers();
    return Promise.resolve();
  },
} satisfies Record<string, Breach>;
export type Sabotage = keyof typeof SABOTAGES;

export const isSabotage = (name: string): name is Sabotage => Object.hasOwn(SABOTAGES, name);
