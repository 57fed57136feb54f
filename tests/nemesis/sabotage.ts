import type { Server } from './server.ts';

/** For each law a way to break it on the server: in which function, what becomes what. */
export const SABOTAGES = {
  /** Law 3: a change that is sent again is applied again. */
  'no-dedupe': ['private.open_device(jsonb)', 'return known;', 'return 0;'],
  /** Law 5: what commits late is passed over. */
  'no-horizon': [
    'public.sync_pull(jsonb)',
    'pg_snapshot_xmin(pg_current_snapshot())',
    'pg_snapshot_xmax(pg_current_snapshot())',
  ],
  /** Law 8: whoever comes last wins, whatever the stamps say. */
  'last-come-wins': ['private.merge_rows(text, text[], jsonb)', "'v.stamp collate", "'true or v.stamp collate"],
} as const;
export type Sabotage = keyof typeof SABOTAGES;

export const isSabotage = (name: string): name is Sabotage => Object.hasOwn(SABOTAGES, name);

/** Breaks a law, so that a run which finds nothing means something. */
export const sabotage = async (server: Server, what: Sabotage): Promise<void> => {
  const [name, sound, broken] = SABOTAGES[what];
  const [found] = await server.query<{ source: string }>(
    `select pg_get_functiondef('${name}'::regprocedure) as source`,
  );
  if (!found?.source.includes(sound)) throw new Error(`${name} has no ${sound}`);
  await server.change(found.source.replace(sound, () => broken));
};
