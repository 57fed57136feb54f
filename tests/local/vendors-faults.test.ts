import { describe, expect, test } from 'vitest';
import type { LocalVendors } from '../../supabase/local/vendors/index.ts';
import { faultRule } from '../../supabase/local/vendors/faults.ts';
import { patch, vendorFixture } from '../fixtures/vendors.ts';

const idsOf = (rows: readonly { id?: unknown }[]) => rows.map(({ id }) => id);

describe('a fault in place of the response', () => {
  test('is a status in the middle of a walk, and the page comes at the next attempt', async () => {
    const { vendors, northpass } = vendorFixture();
    vendors.faults.add({
      vendor: 'northpass',
      path: /^\/people/,
      after: 1,
      times: 2,
      fault: { kind: 'status', status: 502 },
    });
    const pages = [];
    for (const page of [1, 2, 2, 2, 3]) pages.push(await northpass(`/people?page=${String(page)}`));
    expect(pages.map(({ status }) => status)).toEqual([200, 502, 502, 200, 200]);
    expect(await pages[1]?.json()).toEqual({
      errors: [{ status: '502', title: 'Bad Gateway', detail: 'The request failed with 502.' }],
    });
  });

  test('may say how long to wait, or be a page', async () => {
    const { vendors, impartner } = vendorFixture();
    vendors.faults.add({ vendor: 'impartner', times: 1, fault: { kind: 'status', status: 429, retryAfterSeconds: 7 } });
    vendors.faults.add({ vendor: 'impartner', fault: { kind: 'status', status: 503, body: 'html' } });
    const [limited, unavailable] = [await impartner('/User'), await impartner('/User')];
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await limited.json()).toMatchObject({ success: false });
    expect([unavailable.status, unavailable.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(vendors.requests.refused429).toBe(0);
  });

  test('is a page with status 200', async () => {
    const { vendors, northpass } = vendorFixture();
    vendors.faults.add({ vendor: 'northpass', fault: { kind: 'html' } });
    const response = await northpass('/people');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await response.text()).toContain('<!doctype html>');
  });

  test('is an empty body with status 200', async () => {
    const { vendors, northpass } = vendorFixture();
    vendors.faults.add({ vendor: 'northpass', fault: { kind: 'empty' } });
    const response = await northpass('/people');
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test('is a failure with status 200', async () => {
    const { vendors, impartner } = vendorFixture();
    vendors.faults.add({ vendor: 'impartner', fault: { kind: 'not_success' } });
    const response = await impartner('/Account');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ success: false, message: 'The query could not be run.' });
  });

  test('is no response until the caller ends the request', async () => {
    const { vendors, northpass } = vendorFixture();
    vendors.faults.add({ vendor: 'northpass', fault: { kind: 'hang' } });
    const caller = new AbortController();
    let hasEnded = false;
    const response = northpass('/people', { signal: caller.signal }).then(({ status }) => {
      hasEnded = true;
      return status;
    });
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(hasEnded).toBe(false);
    caller.abort();
    expect(await response).toBe(499);
    expect((await northpass('/people', { signal: AbortSignal.abort() })).status).toBe(499);
  });
});

describe('a fault in the response', () => {
  test('is null in place of the list', async () => {
    const { vendors, northpassBody, impartnerBody } = vendorFixture();
    vendors.faults.add({ vendor: 'northpass', fault: { kind: 'null_list' } });
    vendors.faults.add({ vendor: 'impartner', fault: { kind: 'null_list' } });
    expect(await northpassBody('/courses')).toEqual({ data: null, links: {} });
    expect(await impartnerBody('/Account')).toEqual({
      data: { count: 28, entity: 'Account', results: null },
      success: true,
    });
  });

  test('is another key of the list', async () => {
    const { vendors, northpassBody, impartnerBody } = vendorFixture();
    vendors.faults.add({ vendor: 'northpass', fault: { kind: 'renamed_list' } });
    vendors.faults.add({ vendor: 'impartner', fault: { kind: 'renamed_list' } });
    expect(Object.keys(await northpassBody('/courses'))).toEqual(['Data', 'links']);
    expect(Object.keys((await impartnerBody('/Account')).data)).toEqual(['count', 'entity', 'Results']);
  });

  test('is the missing second half of the body', async () => {
    const { vendors, northpass } = vendorFixture();
    const whole = await (await northpass('/people')).text();
    vendors.faults.add({ vendor: 'northpass', fault: { kind: 'truncated' } });
    const cut = await (await northpass('/people')).text();
    expect(cut).toBe(whole.slice(0, whole.length / 2));
    expect(() => JSON.parse(cut) as unknown).toThrow(SyntaxError);
  });

  test('is the last page, which comes twice', async () => {
    const { vendors, walk, impartnerBody } = vendorFixture();
    const pages = await walk('/people?limit=100');
    vendors.faults.add({ vendor: 'northpass', fault: { kind: 'repeat_last_page' } });
    vendors.faults.add({ vendor: 'impartner', fault: { kind: 'repeat_last_page' } });
    const repeated = await walk('/people?limit=100');
    const lengths = [pages, repeated].map((walked) => walked.map(({ data }) => data.length));
    expect(lengths).toEqual([
      [100, 100, 30],
      [100, 100, 30, 30],
    ]);
    expect(repeated[3]?.data).toEqual(repeated[2]?.data);
    expect(await impartnerBody('/User?skip=300')).toEqual(await impartnerBody('/User?skip=200'));
  });

  test('is a list whose first rows are gone, so that the others move up', async () => {
    const { vendors, data, northpassBody, impartnerBody } = vendorFixture();
    vendors.faults.add({ vendor: 'northpass', path: /page=2/, times: 1, fault: { kind: 'shift', by: 3 } });
    vendors.faults.add({ vendor: 'impartner', fault: { kind: 'shift', by: 3 } });
    const ids = data.people.all().map(({ id }) => id);
    const page = async (number: number) => idsOf((await northpassBody(`/people?page=${String(number)}`)).data);
    expect(await page(1)).toEqual(ids.slice(0, 50));
    expect(await page(2)).toEqual(ids.slice(53, 103));
    expect(await page(2)).toEqual(ids.slice(50, 100));
    const { count, results } = (await impartnerBody('/User?take=1')).data;
    expect([count, results[0]?.['id']]).toEqual([247, data.contacts.all()[3]?.Id]);
  });

  test('is a fraction of the rows, which lists and counts lack and which are still there by their ids', async () => {
    const { vendors, data, northpass, walk, impartnerBody } = vendorFixture();
    vendors.faults.add({ vendor: 'northpass', fault: { kind: 'missing', fraction: 0.4 } });
    vendors.faults.add({ vendor: 'impartner', fault: { kind: 'missing', fraction: 0.4 } });
    const walked = async () => idsOf((await walk('/people')).flatMap((page) => page.data));
    const ids = await walked();
    expect(ids.length / data.people.size).toBeCloseTo(0.6, 1);
    expect(await walked()).toEqual(ids);
    const missing = data.people.all().find(({ id }) => !ids.includes(id));
    expect((await northpass(`/people/${String(missing?.id)}`)).status).toBe(200);
    const { count, results } = (await impartnerBody('/User?take=1000')).data;
    expect(results).toHaveLength(count);
    expect(count / data.contacts.size).toBeCloseTo(0.6, 1);
  });

  test('is every third item of a write, which is not written', async () => {
    const { vendors, data, impartnerBody } = vendorFixture();
    const ids = data.accounts
      .all()
      .slice(0, 7)
      .map(({ Id }) => Id);
    vendors.faults.add({ vendor: 'impartner', fault: { kind: 'item_failures', every: 3 } });
    const items = ids.map((Id) => ({ Id, Total_NPCU__cf: 99 }));
    const body = await impartnerBody('/Account', patch(items));
    const expected = [true, true, false, true, true, false, true];
    expect(body.data.results.map((result) => result['success'])).toEqual(expected);
    expect(ids.map((Id) => data.accounts.get(Id)?.Total_NPCU__cf === 99)).toEqual(expected);
  });
});

describe('the rules', () => {
  test('hold for their vendor and path alone, until they are cleared', async () => {
    const { vendors, northpass, impartner } = vendorFixture();
    vendors.faults.add({
      vendor: 'northpass',
      path: /^\/people\?page=2&filter\[name\]\[cont\]=a b$/g,
      fault: { kind: 'status', status: 500 },
    });
    const statuses = async () =>
      (
        await Promise.all([
          northpass('/people?page=2&filter%5Bname%5D%5Bcont%5D=a+b'),
          northpass('/people?page=2&filter%5Bname%5D%5Bcont%5D=a+b'),
          northpass('/people?page=2'),
          impartner('/Account?page=2'),
        ])
      ).map(({ status }) => status);
    expect(await statuses()).toEqual([500, 500, 200, 200]);
    vendors.faults.clear();
    expect(await statuses()).toEqual([200, 200, 200, 200]);
  });

  test('add up, until one replaces the response', async () => {
    const { vendors, northpass, northpassBody } = vendorFixture();
    vendors.faults.add({ vendor: 'northpass', fault: { kind: 'shift', by: 200 } });
    vendors.faults.add({ vendor: 'northpass', times: 1, fault: { kind: 'status', status: 500 } });
    vendors.faults.add({ vendor: 'northpass', times: 1, fault: { kind: 'repeat_last_page' } });
    expect((await northpass('/people')).status).toBe(500);
    expect((await northpassBody('/people?page=5&limit=20')).data).toHaveLength(10);
    expect((await northpassBody('/people?page=5&limit=20')).data).toHaveLength(0);
  });

  test('do not count a request that the rate limit or the key refuses', async () => {
    const { vendors, northpass, clock } = vendorFixture({ requestsPerSecond: { northpass: 1, impartner: null } });
    vendors.faults.add({ vendor: 'northpass', after: 1, fault: { kind: 'status', status: 500 } });
    const unauthorized = await northpass('/people', { headers: { 'x-api-key': 'wrong' } });
    const statuses = [unauthorized.status, (await northpass('/people')).status, (await northpass('/people')).status];
    clock.now += 1_000;
    expect([...statuses, (await northpass('/people')).status]).toEqual([401, 200, 429, 500]);
  });

  test('can be given as JSON', async () => {
    const { vendors, northpass } = vendorFixture();
    const json = '{"vendor":"northpass","path":"^/gr.*s$","times":1,"fault":{"kind":"status","status":503}}';
    vendors.faults.add(faultRule.parse(JSON.parse(json)));
    const statuses = [await northpass('/groups'), await northpass('/groups')].map(({ status }) => status);
    expect(statuses).toEqual([503, 200]);
  });

  test.each([
    { vendor: 'northpass', path: '(', fault: { kind: 'html' } },
    { vendor: 'other', fault: { kind: 'html' } },
    { vendor: 'northpass', fault: { kind: 'not_success' } },
    { vendor: 'northpass', fault: { kind: 'item_failures', every: 2 } },
    { vendor: 'impartner', fault: { kind: 'missing', fraction: 2 } },
    { vendor: 'impartner', fault: { kind: 'status', status: 200 } },
    { vendor: 'impartner', fault: { kind: 'html' }, unknown: 1 },
  ])('are refused as JSON where they make no sense: %j', (rule) => {
    expect(faultRule.safeParse(rule).success).toBe(false);
  });
});

describe('faults that are scripted by hand', () => {
  const script = (vendors: LocalVendors, init: RequestInit) =>
    vendors.handle(new Request('http://localhost/vendors/faults', init));
  const json = { 'content-type': 'application/json' };

  test('are added as JSON and cleared', async () => {
    const { vendors, northpass } = vendorFixture();
    const rule = { vendor: 'northpass', path: '^/people', fault: { kind: 'status', status: 503 } };
    const added = await script(vendors, { method: 'POST', headers: json, body: JSON.stringify(rule) });
    expect([added?.status, (await northpass('/people')).status]).toEqual([204, 503]);
    const cleared = await script(vendors, { method: 'DELETE' });
    expect([cleared?.status, (await northpass('/people')).status]).toEqual([204, 200]);
  });

  test.each([
    ['a rule that is none', json, '{"vendor":"northpass","fault":{"kind":"fire"}}', 400],
    ['what is not JSON', json, '{', 400],
    ['what a form of another page can send', { 'content-type': 'text/plain' }, '{}', 405],
  ])('are refused where they are %s', async (_, headers, body, status) => {
    const { vendors } = vendorFixture();
    expect((await script(vendors, { method: 'POST', headers, body }))?.status).toBe(status);
  });
});
