import type { Client } from './client.ts';
import type { Server } from './server.ts';

type ApplySabotage = (server: Server, clients: readonly Client[]) => Promise<void>;

/** Replaces a part of a function of the server. */
const rewriteFunction =
  (name: string, sound: string, broken: string): ApplySabotage =>
  async (server) => {
    const [found] = await server.query<{ source: string }>(
      `select pg_get_functiondef('${name}'::regprocedure) as source`,
    );
    if (!found?.source.includes(sound)) throw new Error(`${name} has no ${sound}`);
    await server.change(found.source.replace(sound, () => broken));
  };

/** Ways to break an invariant, to check that a run detects it. */
export const SABOTAGES = {
  /** INV-3: a change that is sent again is applied again. */
  'no-dedupe': rewriteFunction('private.lock_device(jsonb)', 'return known;', 'return 0;'),
  /** INV-5: a transaction that commits late is skipped. */
  'no-horizon': rewriteFunction(
    'public.sync_pull(jsonb)',
    'pg_snapshot_xmin(pg_current_snapshot())',
    'pg_snapshot_xmax(pg_current_snapshot())',
  ),
  /** INV-8: the change that arrives last wins, whatever its timestamp. */
  'last-arrival-wins': rewriteFunction(
    'private.merge_rows(text, text[], jsonb)',
    "'coalesce(v.timestamps ->> %1$L",
    "'true or coalesce(v.timestamps ->> %1$L",
  ),
  /** INV-4: a delete is applied according to its verdict, and the row stays. */
  'lost-delete': rewriteFunction(
    'private.write_group(text, text, text[], jsonb)',
    'and c.timestamp collate "C" > (select max(',
    'and false and c.timestamp collate "C" > (select max(',
  ),
  /** INV-8: a text that a delete or another text replaces is in no conflict. */
  'no-conflicts': rewriteFunction(
    'private.record_conflicts(text, jsonb)',
    'from jsonb_to_recordset(entries)',
    "from jsonb_to_recordset('[]')",
  ),
  /** INV-6: a restored backup is not noticed. */
  'no-tokens': rewriteFunction('private.has_lost_history(jsonb)', 'select request', 'select false and request'),
  /** INV-5: devices get stale responses between current ones. */
  'back-in-time': (_server, clients) => {
    for (const { proxy } of clients) proxy.repeatStaleResponses();
    return Promise.resolve();
  },
} satisfies Record<string, ApplySabotage>;
export type Sabotage = keyof typeof SABOTAGES;

export const isSabotage = (name: string): name is Sabotage => Object.hasOwn(SABOTAGES, name);
