import { describe, expect, test } from 'vitest';
import { defined } from '../fixtures/defined.ts';
import { patch, vendorFixture, VENDOR_NOW, type VendorFixture } from '../fixtures/vendors.ts';

const query = (parameters: Record<string, string>) => `?${new URLSearchParams(parameters).toString()}`;
const firstOf = <T>(list: readonly T[]): T => defined(list[0], 'first row');

describe('the lists of Impartner', () => {
  test('count all rows and return those from skip on', async () => {
    const { data, impartnerBody } = vendorFixture();
    const pages = await Promise.all(
      [0, 100, 200, 300].map((skip) => impartnerBody(`/User?skip=${String(skip)}&take=100`)),
    );
    expect(pages.map((page) => [page.data.count, page.data.entity, page.data.results.length])).toEqual([
      [250, 'User', 100],
      [250, 'User', 100],
      [250, 'User', 50],
      [250, 'User', 0],
    ]);
    const ids = pages.flatMap((page) => page.data.results.map((row) => row['id']));
    expect(ids).toEqual(data.contacts.all().map(({ Id }) => Id));
  });

  test.each([
    ['', 100],
    ['?take=3', 3],
    ['?take=5000', 250],
  ])('with %s have %i rows', async (search, length) => {
    const { impartnerBody } = vendorFixture();
    expect((await impartnerBody(`/User${search}`)).data.results).toHaveLength(length);
  });

  test('return keys that begin with a small letter, whatever was requested', async () => {
    const { data, impartnerBody } = vendorFixture();
    const account = firstOf(data.accounts.all());
    const body = await impartnerBody('/Account?fields=Id,CrmId,Total_NPCU__cf,Partner_Manager__cf&take=1');
    expect(body).toEqual({
      data: {
        count: 28,
        entity: 'Account',
        results: [
          {
            id: account.Id,
            crmId: account.CrmId,
            total_NPCU__cf: account.Total_NPCU__cf,
            partner_Manager__cf: account.Partner_Manager__cf,
          },
        ],
      },
      success: true,
    });
  });

  test('are sorted by any field, and by id without an order', async () => {
    const { impartnerBody } = vendorFixture();
    const values = async (order: string, field: string) =>
      (await impartnerBody(`/Lead${query({ orderby: order })}`)).data.results.map((row) => row[field] as number);
    const ids = await values('', 'id');
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    expect(await values('Id desc', 'id')).toEqual(ids.toReversed());
    const accounts = await values('AccountId asc, Id desc', 'accountId');
    expect(accounts[0]).toBeNull();
    expect(accounts).toEqual(accounts.toSorted((one, other) => one - other));
  });

  test('one row is found by its id, with 404 for any other', async () => {
    const { data, impartner, impartnerBody } = vendorFixture();
    const { Id, Name } = firstOf(data.accounts.all());
    expect(await impartnerBody(`/Account/${String(Id)}?fields=Name`)).toEqual({ data: { name: Name }, success: true });
    data.accounts.delete(Id);
    expect((await impartner(`/Account/${String(Id)}`)).status).toBe(404);
  });

  test('are described', async () => {
    const { impartnerBody } = vendorFixture();
    const names = (body: { data: { name: string }[] }) => body.data.map(({ name }) => name);
    expect(names(await impartnerBody('/_describe'))).toEqual(['Account', 'User', 'Lead']);
    const account = await impartnerBody<{ data: { fields: unknown[] } }>('/Account/_describe');
    expect(account.data.fields).toContainEqual({
      name: 'Total_NPCU__cf',
      type: 'number',
      isNullable: true,
      isReadOnly: false,
    });
  });
});

describe('the filters of Impartner', () => {
  const filtered = async ({ impartnerBody }: VendorFixture, entity: string, filter: string) =>
    (await impartnerBody(`/${entity}${query({ filter, take: '1000' })}`)).data.results;

  test('join conditions on texts, numbers, flags and null', async () => {
    const fixture = vendorFixture();
    const accounts = fixture.data.accounts.all();
    const found = async (filter: string) => (await filtered(fixture, 'Account', filter)).map((row) => row['id']);
    const expected = (matches: (row: (typeof accounts)[number]) => boolean) =>
      accounts.filter(matches).map((row) => row.Id);
    expect(await found("Tier = 'Gold' and IsActive = true")).toEqual(
      expected((row) => row.Tier === 'Gold' && row.IsActive),
    );
    expect(await found('Total_NPCU__cf >= 20 AND Total_NPCU__cf < 35')).toEqual(
      expected((row) => (row.Total_NPCU__cf ?? 0) >= 20 && (row.Total_NPCU__cf ?? 99) < 35),
    );
    expect(await found('Northpass_Group_Id__cf != null')).toEqual(
      expected((row) => row.Northpass_Group_Id__cf !== null),
    );
    expect(await found('Total_NPCU__cf = null')).toEqual(expected((row) => row.Total_NPCU__cf === null));
    const { Id } = firstOf(accounts);
    expect(await found(`id = '${String(Id)}'`)).toEqual([Id]);
  });

  test('see what has changed since they were used', async () => {
    const fixture = vendorFixture();
    const { accounts } = fixture.data;
    const count = async () => (await filtered(fixture, 'Account', 'Total_NPCU__cf = 999')).length;
    const { Id } = firstOf(accounts.all());
    const counts = [await count()];
    accounts.edit(Id, { Total_NPCU__cf: 999 }, VENDOR_NOW);
    counts.push(await count());
    accounts.delete(Id);
    expect([...counts, await count()]).toEqual([0, 1, 0]);
  });

  test('find a quote in a text, and not what has no value', async () => {
    const fixture = vendorFixture();
    const { Id } = firstOf(fixture.data.accounts.all());
    fixture.data.accounts.edit(Id, { Name: "O'Brien's", CrmId: null }, VENDOR_NOW);
    expect(await filtered(fixture, 'Account', "Name = 'O''Brien''s'")).toMatchObject([{ id: Id }]);
    const other = await filtered(fixture, 'Account', "CrmId != 'none'");
    expect(other.map((row) => row['id'])).not.toContain(Id);
  });

  test('take datetimes without a zone as UTC, while responses are six hours behind', async () => {
    const fixture = vendorFixture();
    const { Id } = firstOf(fixture.data.accounts.all());
    fixture.data.accounts.edit(Id, {}, Date.UTC(2026, 6, 1, 2, 30));
    const [account] = await filtered(fixture, 'Account', "Updated >= '2026-07-01T02:30:00'");
    expect(account).toMatchObject({ id: Id, updated: '2026-06-30T20:30:00-06:00' });
    expect(await filtered(fixture, 'Account', "Updated > '2026-07-01T02:30:00'")).toEqual([]);
    // The returned text without its zone is six hours early.
    expect(await filtered(fixture, 'Account', 'Updated >= 2026-06-30T20:30:00')).toHaveLength(1);
  });

  test.each([
    "Tier eq 'Gold'",
    "Tier = 'Gold' or Tier = 'Silver'",
    "Name like '%a%'",
    "Tier = 'Gold' and",
    "and Tier = 'Gold'",
    'Tier =',
    'Tier = Gold',
    "Tier = 'Gold",
    'Unknown = 1',
    'Total_NPCU__cf > null',
    "Total_NPCU__cf = 'many'",
    "Updated > '2026-01-01T00:00:00Z'",
    "Updated > '2026-01-01T00:00:00-06:00'",
    'Updated > 2026-01-01T00:00:00Z',
    "Updated > '2026-13-01T00:00:00'",
    ' ',
  ])('fail with status 200 where they cannot be read: %s', async (filter) => {
    const { impartner } = vendorFixture();
    const response = await impartner(`/Account${query({ filter })}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ success: false, message: expect.any(String) as string });
  });

  test.each(['fields=Id,Nothing', 'orderby=Nothing', 'orderby=Id downwards', 'take=0', 'skip=-1', 'take=x'])(
    'and so do other parameters: %s',
    async (parameters) => {
      const { impartnerBody } = vendorFixture();
      expect(await impartnerBody(`/Account?${parameters}`)).toMatchObject({ success: false });
    },
  );
});

describe('the writes of Impartner', () => {
  test('change each account of an array, or say why not', async () => {
    const { data, clock, impartnerBody } = vendorFixture();
    const [one, other] = data.accounts.all();
    const [first, second] = [defined(one, 'account').Id, defined(other, 'account').Id];
    clock.now += 60_000;
    const body = await impartnerBody(
      '/Account',
      patch([
        { Id: first, Total_NPCU__cf: 12, Expiring_Certificates__cf: null },
        { Id: 1, Total_NPCU__cf: 1 },
        { Id: second, Total_NPCU__cf: '12', Certified_People__cf: 3 },
        { Id: second, total_NPCU__cf: 12 },
        { Id: second, Updated: 5 },
        { Total_NPCU__cf: 12 },
      ]),
    );
    expect(body.success).toBe(true);
    expect(body.data.results).toEqual([
      { id: first, success: true },
      { id: 1, success: false, message: 'There is no Account 1.' },
      { id: second, success: false, message: 'Total_NPCU__cf is a number or null.' },
      { id: second, success: false, message: 'There is no field total_NPCU__cf.' },
      { id: second, success: false, message: 'Updated is read only.' },
      { id: null, success: false, message: 'Id is missing.' },
    ]);
    expect(data.accounts.get(first)).toMatchObject({
      Total_NPCU__cf: 12,
      Expiring_Certificates__cf: null,
      Updated: VENDOR_NOW + 60_000,
    });
    expect(data.accounts.get(second)).toEqual(other);
  });

  test.each([
    ['data.results', (results: object[]) => ({ data: { count: 1, entity: 'Account', results }, success: true })],
    ['data', (results: object[]) => ({ data: results, success: true })],
    ['results', (results: object[]) => ({ results, success: true })],
  ] as const)('have their results in %s', async (place, bodyWith) => {
    const { data, impartnerBody } = vendorFixture();
    data.writeResults = place;
    const { Id } = firstOf(data.accounts.all());
    const body = await impartnerBody<object>('/Account', patch([{ Id, Total_NPCU__cf: 1 }]));
    expect(body).toEqual(bodyWith([{ id: Id, success: true }]));
  });

  test('take 50 accounts and not 51', async () => {
    const { data, impartnerBody } = vendorFixture();
    const { Id } = firstOf(data.accounts.all());
    const items = Array.from({ length: 51 }, (_, index) => ({ Id, Total_NPCU__cf: index }));
    expect((await impartnerBody('/Account', patch(items.slice(0, 50)))).data.count).toBe(50);
    expect(await impartnerBody('/Account', patch(items))).toEqual({
      success: false,
      message: 'There are more than 50 items.',
    });
    expect(data.accounts.get(Id)?.Total_NPCU__cf).toBe(49);
  });

  test('change one account by its id', async () => {
    const { data, impartner, impartnerBody } = vendorFixture();
    const { Id } = firstOf(data.accounts.all());
    const path = `/Account/${String(Id)}`;
    expect(await impartnerBody(path, patch({ Certified_People__cf: 4 }))).toEqual({ data: { id: Id }, success: true });
    expect(data.accounts.get(Id)?.Certified_People__cf).toBe(4);
    expect(await impartnerBody(path, patch({ Certified_People__cf: 'four' }))).toMatchObject({ success: false });
    expect((await impartner('/Account/1', patch({ Certified_People__cf: 4 }))).status).toBe(404);
  });

  test('create an account, whose id no other has had', async () => {
    const { data, impartnerBody } = vendorFixture();
    const create = (values: object) =>
      impartnerBody<{ data: { id: number } }>('/Account', { method: 'PUT', body: JSON.stringify(values) });
    const { id } = (await create({ Name: 'New', Tier: 'Gold' })).data;
    expect(data.accounts.get(id)).toMatchObject({ Name: 'New', Tier: 'Gold', IsActive: true, Updated: VENDOR_NOW });
    data.accounts.delete(id);
    expect((await create({ Name: 'Newer' })).data.id).toBe(id + 1);
    expect(await create({ Tier: 'Gold' })).toEqual({ success: false, message: 'Name is missing.' });
  });

  test('fail where the body is not what it has to be, and on other objects', async () => {
    const { impartner, impartnerBody } = vendorFixture();
    expect(await impartnerBody('/Account', { method: 'PATCH', body: '{' })).toMatchObject({ success: false });
    expect(await impartnerBody('/Account', patch({}))).toMatchObject({ success: false });
    expect((await impartner('/User', patch([]))).status).toBe(405);
    expect((await impartner('/Account', { method: 'DELETE' })).status).toBe(405);
  });
});
