import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, enter, openTestDatabase, errorCodeOf, type TestDatabase } from '../fixtures/database/roles.ts';
import {
  ACTORS,
  MATRIX,
  type Outcome,
  type ActorName,
  type TableRules,
  type Verb,
  VERBS,
  VIEWS,
} from './authority-matrix.ts';

let database: TestDatabase;
let actors: Record<ActorName, Actor>;

beforeAll(async () => {
  database = await openTestDatabase();
  actors = {
    anon: null,
    owner: await database.signUp('rep@example.com'),
    'another rep': await database.signUp('another@example.com'),
    coach: await database.signUp('coach@example.com', { role: 'coach' }),
    admin: await database.signUp('admin@example.com'),
  };
  await database.owner.query("update public.profiles set role = 'admin' where id = $1", [actors.admin]);
  for (const [table, rules] of Object.entries(MATRIX)) {
    if (rules.isEmpty) await database.owner.query(insertOf(table, rules), [actors.owner]);
  }
  // Everybody has something of their own in every table, so that seeing too much is seen.
  for (const actor of ACTORS) {
    if (actors[actor] === null) continue;
    for (const [table, rules] of Object.entries(MATRIX)) {
      if (rules.ownedBy !== null && table !== 'public.profiles') {
        await database.owner.query(insertOf(table, rules), [actors[actor]]);
      }
    }
  }
});

afterAll(() => database.close());

const MAKE_COACH = "update public.profiles set role = 'coach' where id = $1";

const insertOf = (table: string, { sample }: TableRules): string =>
  `insert into ${table} (${Object.keys(sample).join(', ')}) select ${Object.values(sample).join(', ')}
   from (select $1::uuid) as the_owner`;

const statementOf = (verb: Verb, table: string, rules: TableRules): string => {
  const theRow = rules.ownedBy === null ? '$1::uuid is not null' : `${rules.ownedBy} = $1`;
  switch (verb) {
    case 'select':
      return `select from ${table} where ${theRow}`;
    case 'insert':
      return insertOf(table, rules);
    case 'update':
      return `update ${table} set ${rules.touch} = ${rules.touch} where ${theRow}`;
    case 'delete':
      return `delete from ${table} where ${theRow}`;
  }
};

/** What happens when the actor tries the verb on the rep's row. */
const attempt = async (actor: ActorName, verb: Verb, table: string, rules: TableRules): Promise<Outcome> => {
  const client = await database.owner.connect();
  try {
    await client.query('begin');
    // A row of the same key must not stand in an insert's way.
    if (verb === 'insert' && rules.insert.owner === 'yes') {
      await client.query(`delete from ${table} where user_id = $1`, [actors.owner]);
    }
    if (rules.ofCoaches) await client.query(MAKE_COACH, [actors.owner]);
    await enter(client, actors[actor]);
    const result = client.query(statementOf(verb, table, rules), [actors.owner]);
    const errorCode = await errorCodeOf(result);
    if (errorCode === null) return (await result).rowCount === 0 ? 'hidden' : 'yes';
    expect(errorCode, `${actor} ${verb} ${table}`).toBe('42501');
    return 'refused';
  } finally {
    await client.query('rollback');
    client.release();
  }
};

test('the authority matrix covers every table and view', async () => {
  const { rows } = await database.owner.query<{ name: string; kind: string }>(
    `select format('%s.%s', n.nspname, c.relname) as name, c.relkind as kind
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
  );
  const named = (isView: boolean) =>
    rows
      .filter(({ kind }) => (kind === 'v') === isView)
      .map(({ name }) => name)
      .sort();
  expect(named(false)).toEqual(Object.keys(MATRIX).sort());
  expect(named(true)).toEqual(Object.keys(VIEWS).sort());
});

describe.each(Object.entries(MATRIX))('%s', (table, rules) => {
  describe.each(VERBS)('%s of a rep’s row', (verb) => {
    test.each(ACTORS)('by %s', async (actor) => {
      expect(await attempt(actor, verb, table, rules)).toBe(rules[verb][actor]);
    });
  });

  const { ownedBy } = rules;
  const readers = ownedBy === null ? [] : ACTORS.filter((actor) => rules.select[actor] !== 'refused');
  test.each(readers)('%s reads only the rows that they may read', async (actor) => {
    const { rows } = await database.tryAs(actors[actor], (client) =>
      client.query<{ who: string }>(`select distinct ${ownedBy ?? ''} as who from ${table}`),
    );
    const everybody = ACTORS.filter((one) => one !== 'anon');
    const expected = rules.select[actor] === 'yes' && actor === 'admin' ? everybody : [actor];
    expect(rows.map(({ who }) => who).sort()).toEqual(expected.map((one) => actors[one]).sort());
  });
});

test.each(Object.entries(MATRIX).filter(([, rules]) => rules.ofCoaches))(
  '%s cannot be inserted or updated by a rep',
  async (table, rules) => {
    for (const sql of [insertOf(table, rules), statementOf('update', table, rules)]) {
      const attempt = database.tryAs(actors.owner, (client) => client.query(sql, [actors.owner]));
      expect(await errorCodeOf(attempt), sql).toBe('42501');
    }
  },
);

describe.each(Object.entries(VIEWS))('the view %s', (view, rule) => {
  test.each(ACTORS)('read by %s', async (actor) => {
    const errorCode = await errorCodeOf(database.tryAs(actors[actor], (client) => client.query(`select from ${view}`)));
    expect(errorCode).toBe(rule[actor] === 'yes' ? null : '42501');
  });
});

describe('the owner of a row', () => {
  test.each(Object.entries(MATRIX).filter(([, rules]) => rules.update.owner === 'yes'))(
    'cannot be changed in %s',
    async (table, rules) => {
      const ownerChange = database.tryAs(actors.owner, (client) =>
        client.query(`update ${table} set ${rules.ownedBy ?? ''} = $2 where ${rules.ownedBy ?? ''} = $1`, [
          actors.owner,
          actors['another rep'],
        ]),
      );
      expect(await errorCodeOf(ownerChange)).toBe('42501');
    },
  );

  test('cannot be somebody else on insert', async () => {
    const forgery = database.tryAs(actors.owner, (client) =>
      client.query(`insert into public.submissions (user_id, name) values ($1, 'x')`, [actors.admin]),
    );
    expect(await errorCodeOf(forgery)).toBe('42501');
  });
});
