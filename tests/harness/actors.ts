import pg from 'pg';
import { applyMigrations, openScratchPostgres } from '../../supabase/local/scratch-postgres.ts';
import { NOON_ZONE } from './real-clock.ts';

/** Somebody who speaks to the database: a signed-in person, or `null` for nobody. */
export type Actor = string | null;

export interface Stage {
  /** Runs SQL as the owner of the migrations, past every policy. */
  owner: pg.Pool;
  /** Runs `work` as the actor in a transaction of its own that is rolled back. */
  rehearse: <T>(actor: Actor, work: (client: pg.PoolClient) => Promise<T>) => Promise<T>;
  /** Runs `work` as the actor in a transaction of its own that is committed. */
  perform: <T>(actor: Actor, work: (client: pg.PoolClient) => Promise<T>) => Promise<T>;
  /** Signs somebody up as the auth server would, with what the form was made to send; gives their id. */
  signUp: (email: string, metadata?: Record<string, unknown>) => Promise<string>;
  close: () => Promise<void>;
}

/** A real PostgreSQL with the migrations, for plays by actors. Up in about a second. */
export const openStage = async (): Promise<Stage> => {
  const server = await openScratchPostgres();
  await applyMigrations(server.url);
  const owner = new pg.Pool({ connectionString: server.url, max: 20, statement_timeout: 20_000 });
  // A pool that has ended still has connections for a moment, and the stopping server cuts them.
  owner.on('error', () => undefined);

  const play =
    (ending: 'commit' | 'rollback') =>
    async <T>(actor: Actor, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
      const client = await owner.connect();
      try {
        await client.query('begin');
        await enter(client, actor);
        const result = await work(client);
        await client.query(ending);
        return result;
      } catch (fault) {
        await client.query('rollback');
        throw fault;
      } finally {
        client.release();
      }
    };

  return {
    owner,
    rehearse: play('rollback'),
    perform: play('commit'),
    signUp: async (email, metadata = {}) => {
      const { rows } = await owner.query<{ id: string }>(
        `insert into auth.users (id, email, raw_user_meta_data) values (gen_random_uuid(), $1, $2) returning id`,
        [email, metadata],
      );
      const [user] = rows;
      if (!user) throw new Error('nobody was signed up');
      if (!('time_zone' in metadata)) {
        await owner.query('update public.profiles set time_zone = $2 where id = $1', [user.id, NOON_ZONE]);
      }
      return user.id;
    },
    close: async () => {
      await owner.end();
      await server.close();
    },
  };
};

/** Makes the transaction the actor's, as the API does for each request. */
export const enter = async (client: pg.ClientBase, actor: Actor): Promise<void> => {
  const role = actor === null ? 'anon' : 'authenticated';
  await client.query(`set local role ${role}`);
  await client.query("select set_config('request.jwt.claims', $1, true)", [
    JSON.stringify({ role, ...(actor && { sub: actor }) }),
  ]);
};

/** The SQLSTATE with which `attempt` was refused, or `null` when it was not. */
export const refusalOf = async (attempt: Promise<unknown>): Promise<string | null> => {
  try {
    await attempt;
    return null;
  } catch (fault) {
    if (fault instanceof pg.DatabaseError && fault.code) return fault.code;
    throw fault;
  }
};
