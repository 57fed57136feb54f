import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { supabaseCli } from '../../supabase/checks/supabase-cli.ts';
import { applyMigrations, openScratchPostgres, type ScratchPostgres } from '../../supabase/local/scratch-postgres.ts';
import { defined } from '../fixtures/defined.ts';

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const DEPLOY = defined(/^## Deploy it\n(.*?)^## /ms.exec(README)?.[1], 'the section on production');

/** The commands of the Supabase CLI that the README gives for production, without `npx supabase`. */
const COMMANDS = [...DEPLOY.matchAll(/npx supabase ([^\n`]+)/g)].map(([, command = '']) => command.trim());

describe('the README’s commands for production', () => {
  test.each(COMMANDS)('the pinned CLI knows `supabase %s` with all its flags', async (command) => {
    const words = command.split(' ');
    const end = words.findIndex((word) => !/^[a-z]+$/.test(word));
    const help = await supabaseCli([...words.slice(0, end === -1 ? undefined : end), '--help']);
    expect(help).toContain(`supabase ${words.slice(0, end === -1 ? undefined : end).join(' ')}`);
    for (const [flag] of command.matchAll(/--[a-z-]+/g)) expect(help).toMatch(new RegExp(`^  ${flag}\\b`, 'm'));
    // A command that means the local stack by default says so.
    expect(/Local by default/.test(help) ? command : `${command} --remote`).toContain('--remote');
  });
});

/** What of pg_cron and Realtime the schema speaks to: it records what it was called with. */
const STAND_INS = `
  create schema cron;
  create table cron.job (jobname text primary key, schedule text, command text);
  create function cron.schedule(text, text, text) returns bigint language sql as $$
    insert into cron.job values ($1, $2, $3)
    on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command
    returning 1::bigint $$;
  create function cron.unschedule(text) returns boolean language sql as $$
    delete from cron.job where jobname = $1 returning true $$;
  grant usage on schema cron to postgres;
  create schema realtime;
  create table realtime.messages (topic text not null, payload jsonb, event text, private boolean, sender text default current_user);
  alter table realtime.messages enable row level security;
  create function realtime.topic() returns text language sql stable as $$
    select nullif(current_setting('realtime.topic', true), '') $$;
  create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
    language sql security definer as $$
      insert into realtime.messages (topic, payload, event, private) values ($3, $1, $2, $4) $$;
  grant usage on schema realtime to authenticated;
  grant select on realtime.messages to authenticated;`;

describe('a project with pg_cron and Realtime', () => {
  let server: ScratchPostgres;
  let client: pg.Client;
  const rows = async <Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> =>
    (await client.query<Row>(sql, values)).rows;

  beforeAll(async () => {
    server = await openScratchPostgres();
    client = new pg.Client({ connectionString: server.url.replace('//postgres:', '//supabase_admin:') });
    await client.connect();
    await client.query(STAND_INS);
    await client.query(
      'alter table realtime.messages owner to postgres; grant all on all tables in schema cron to postgres',
    );
    await applyMigrations(server.url);
  });
  afterAll(async () => {
    await client.end();
    await server.close();
  });

  test('ticks every minute, with one job that runs, in the place of those that pruned', async () => {
    await client.query('select private.schedule_tick()');
    expect(await rows('select * from cron.job')).toEqual([
      { jobname: 'cadence-tick', schedule: '* * * * *', command: 'select private.tick()' },
    ]);
    expect(await rows('select private.tick()')).toHaveLength(1);
  });

  test('notifies each person whose feed changed, privately and without data, and nobody else receives it', async () => {
    const people = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    for (const id of people) {
      await client.query('insert into auth.users (id, email) values ($1, $2)', [id, `${id}@example.com`]);
    }
    await client.query('delete from realtime.messages');
    await client.query(
      `insert into public.submissions (id, user_id, name)
       select gen_random_uuid(), p::uuid, 'Lead' from unnest($1::text[]) p cross join generate_series(1, 3)`,
      [people],
    );
    const sent = await rows('select topic, event, payload, private from realtime.messages order by topic');
    expect(sent).toEqual(
      people.map((id) => ({ topic: `feed:${id}`, event: 'feed_changed', payload: {}, private: true })),
    );
    for (const [me, topic, count] of [
      [people[0], people[0], 1],
      [people[0], people[1], 0],
    ] as const) {
      await client.query('begin');
      await client.query('set local role authenticated');
      await client.query(`select set_config('request.jwt.claims', $1, true), set_config('realtime.topic', $2, true)`, [
        JSON.stringify({ sub: me, role: 'authenticated' }),
        `feed:${String(topic)}`,
      ]);
      expect((await rows('select from realtime.messages where topic = realtime.topic()')).length).toBe(count);
      await client.query('rollback');
    }
  });
});

test('numbers beyond a double have the digests of what JavaScript keeps of them', async () => {
  const server = await openScratchPostgres();
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    await applyMigrations(server.url);
    const { rows } = await client.query<{ text: string }>(
      `select private.digest_text('[1e400, -1e400, 1e-400, 1.0, 1e21, {"10": 5e-324, "9": "1"}]') as text`,
    );
    expect(rows[0]?.text).toBe(
      '[7ff0000000000000, fff0000000000000, 0000000000000000, 3ff0000000000000, 444b1ae4d6e2ef50, {"9": "1", "10": 0000000000000001}]',
    );
  } finally {
    await client.end();
    await server.close();
  }
});
