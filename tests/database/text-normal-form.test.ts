import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customTypeId } from '../../src/domain/activities/custom-type.ts';
import { derivedId } from '../../src/domain/sync/derived-id.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { coachingApi } from '../fixtures/backend/coaching.ts';
import { ACTIVITY, rowsOf, type SyncClient, syncClient } from '../fixtures/backend/sync-client.ts';
import { showInGallery } from '../fixtures/gallery.ts';

/* Texts as versions of the app from before the normal form send them, and as anybody may by the REST API. */

const NFD = 'Cafe\u0301';
const NFC = 'Caf\u00E9';

let backend: TestBackend;
let rep: Account;
let phone: SyncClient;
let laptop: SyncClient;

beforeAll(async () => {
  backend = await startBackend();
  rep = await backend.signUp();
  [phone, laptop] = [syncClient(backend, rep), syncClient(backend, rep)];
});
afterAll(() => backend.close());

const verdictsOf = async (client: SyncClient, changes: unknown[]) =>
  (await client.push(changes)).body.verdicts.map(({ verdict, code }) => code ?? verdict);

test('every table with names or long texts keeps them in their normal form', async () => {
  expect(
    await backend.sql(
      `select distinct c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
         and t.typname in ('label', 'optional_label', 'long_text')
         and not exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgname = 'aa_set_normal_form')`,
    ),
  ).toEqual([]);
});

describe('a text', () => {
  test('that a device sends is stored in its normal form', async () => {
    const lead = phone.change({
      table: 'submissions',
      op: 'insert',
      fields: { name: `\u200B${NFD}\u200E`, company: NFD, notes: ` ${NFD}\n` },
    });
    // A company of nothing visible is no label.
    const blank = phone.change({ table: 'submissions', op: 'insert', fields: { ...lead.fields, company: '\uFE0F' } });
    expect(await verdictsOf(phone, [lead, blank])).toEqual(['applied', 'invalid_value']);
    expect(rowsOf((await phone.pull()).body, 'submissions').filter(({ id }) => id === lead.row)).toMatchObject([
      { name: NFC, company: NFC, notes: ` ${NFC}\n` },
    ]);
  });

  test('that the REST API gets is stored in its normal form', async () => {
    const { status, body } = await backend.rest(
      'submissions',
      { method: 'POST', headers: { prefer: 'return=representation' }, body: JSON.stringify({ name: `${NFD}\u2060` }) },
      rep.token,
    );
    expect([status, body]).toMatchObject([201, [{ name: NFC }]]);
  });

  test('of a program’s modules is composed', async () => {
    const coach = await backend.signUp('coach');
    const program = await coachingApi(backend).draft(coach, { modules: [{ title: NFD, first_week: 1 }] });
    expect(await backend.sql('select modules from public.programs where id = $1', program)).toEqual([
      { modules: [{ title: NFC, first_week: 1 }] },
    ]);
  });

  test('edited by two devices on the same base, one of which has it decomposed, makes no false conflict', async () => {
    const activity = phone.change({ table: 'program_activities', op: 'insert', fields: { ...ACTIVITY, notes: NFD } });
    await phone.push([activity]);
    const edit = laptop.change({
      table: 'program_activities',
      op: 'update',
      row: activity.row,
      fields: { notes: 'Bar' },
      base: { notes: NFD },
      at: Date.now(),
    });
    expect(await verdictsOf(laptop, [edit])).toEqual(['applied']);
  });
});

describe('a type that two devices add', () => {
  const add = (client: SyncClient, type_name: string, row = customTypeId(rep.id, type_name)) =>
    client.change({ table: 'program_custom_activity_types', op: 'insert', row, fields: { type_name } });
  const log = (client: SyncClient, type: string) =>
    client.change({ table: 'program_activities', op: 'insert', fields: { ...ACTIVITY, type } });
  const typesLike = (name: string) =>
    backend.sql(
      'select id, type_name from public.program_custom_activity_types where id = $1',
      customTypeId(rep.id, name),
    );
  const typesOf = async (rows: string[]) =>
    (
      await backend.sql<{ type: string }>(
        'select type from public.program_activities where id = any ($1::uuid[]) order by array_position($1::uuid[], id)',
        rows,
      )
    ).map(({ type }) => type);

  test.each([
    ['Demo', 'demo'],
    ['Kaffee im Café', 'Kaffee im Cafe\u0301'],
    ['Ｖｉｓｉｔ', 'Visit'],
    ['Łódź', 'łódź'],
  ])('as %s and %s is one, and the activities of both have its name', async (first, second) => {
    const [ofPhone, ofLaptop] = [
      [add(phone, first), log(phone, first)],
      [add(laptop, second), log(laptop, second)],
    ] as const;
    expect(await verdictsOf(phone, [...ofPhone])).toEqual(['applied', 'applied']);
    // `merged` where the first name was written in the same moment: it stays.
    expect(['applied', 'merged']).toContain((await verdictsOf(laptop, [...ofLaptop]))[0]);
    const [type, ...others] = await typesLike(first);
    expect(others).toEqual([]);
    const { type_name } = type as { type_name: string };
    expect(await typesOf([ofPhone[1].row, ofLaptop[1].row])).toEqual([type_name, type_name]);
  });

  test('comes under its right id from an older version, whose device hears that its own row is gone', async () => {
    const legacyId = derivedId('program_custom_activity_types', rep.id, 'Lunch');
    const [type, activity] = [add(phone, 'Lunch', legacyId), log(phone, 'lunch')];
    const verdicts = await verdictsOf(phone, [type, activity]);
    expect(verdicts.every((verdict) => verdict === 'applied' || verdict === 'merged')).toBe(true);
    expect(await typesLike('Lunch')).toEqual([{ id: customTypeId(rep.id, 'Lunch'), type_name: 'Lunch' }]);
    expect(await typesOf([activity.row])).toEqual(['Lunch']);
    const { body } = await phone.pull();
    expect(rowsOf(body, 'program_custom_activity_types').map(({ id }) => id)).toContain(customTypeId(rep.id, 'Lunch'));
    expect(body.tables['program_custom_activity_types']?.gone).toContain(legacyId);
  });

  test('stays deleted where it was deleted later than an older version made it', async () => {
    const row = customTypeId(rep.id, 'Fair');
    await phone.push([add(phone, 'Fair')]);
    await phone.push([phone.change({ table: 'program_custom_activity_types', op: 'delete', row, at: Date.now() })]);
    const late = laptop.change({
      table: 'program_custom_activity_types',
      op: 'insert',
      row: derivedId('program_custom_activity_types', rep.id, 'Fair'),
      fields: { type_name: 'Fair' },
      at: Date.now() - 60_000,
    });
    await laptop.push([late]);
    expect(await typesLike('Fair')).toEqual([]);
  });

  test('under the id of another name is stored under its own', async () => {
    const row = randomUUID();
    await phone.push([add(phone, 'Audit', row)]);
    expect(await backend.sql('select from public.program_custom_activity_types where id = $1', row)).toEqual([]);
    expect(await typesLike('Audit')).toHaveLength(1);
  });

  test('without a name is refused', async () => {
    const nameless = { table: 'program_custom_activity_types', op: 'insert', at: Date.now() } as const;
    for (const fields of [{}, { type_name: null }, { type_name: '\u200B' }]) {
      const change = phone.change({ ...nameless, row: randomUUID(), fields });
      expect(await verdictsOf(phone, [change])).toEqual(['invalid_value']);
    }
  });
});

describe('the gallery', () => {
  const find = async (query: string) =>
    (await backend.rpc<{ items: { title: string }[] }>('search_gallery', { query, page: 0 }, rep.token)).body.items.map(
      ({ title }) => title,
    );

  test.each([
    ['muller', 'Müller’s first steps'],
    ['MÜLLER', 'Müller’s first steps'],
    ["muller's", 'Müller’s first steps'],
    ['lodz soren', 'Søren in Łódź'],
    ['strasse', 'Straße 1 (555) 0148'],
    ['15550148', 'Straße 1 (555) 0148'],
    ['５５５', 'Straße 1 (555) 0148'],
  ])('finds %j in %j', async (query, title) => {
    const coach = await backend.signUp('coach');
    const api = coachingApi(backend);
    const program = await api.draft(coach, { title });
    await api.publish(coach, program);
    await showInGallery(backend.sql);
    expect(await find(query)).toContain(title);
    expect(await find(`${query} nowhere`)).toEqual([]);
  });
});
