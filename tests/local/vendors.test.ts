import { describe, expect, test } from 'vitest';
import { VENDORS_PATH } from '../../supabase/local/vendors/index.ts';
import { vendorFixture } from '../fixtures/vendors.ts';

describe('paths', () => {
  test('only those below /vendors are handled', () => {
    const { vendors } = vendorFixture();
    expect(VENDORS_PATH).toBe('/vendors');
    expect(vendors.handle(new Request('http://localhost/vendorsx/northpass/v2/people'))).toBeNull();
    expect(vendors.handle(new Request('http://localhost/rest/v1/people'))).toBeNull();
  });

  test('those of no vendor and no endpoint are not found', async () => {
    const { vendors, northpass, impartner } = vendorFixture();
    const other = vendors.handle(new Request('http://localhost/vendors/other/v1/people'));
    const found = await Promise.all([other, northpass('/people/1/2/3'), impartner('/Deal'), impartner('/User/1/2')]);
    expect(found.map((response) => response?.status)).toEqual([404, 404, 404, 404]);
  });

  test('each request is counted for its vendor', async () => {
    const { vendors, northpass, impartner } = vendorFixture();
    await Promise.all([northpass('/people'), northpass('/nothing'), impartner('/User')]);
    expect(vendors.requests).toEqual({ northpass: 2, impartner: 1, refused429: 0 });
  });
});

describe('keys', () => {
  test('Northpass refuses a missing or wrong key with a JSON:API error', async () => {
    const { northpass } = vendorFixture();
    const response = await northpass('/people', { headers: { 'x-api-key': 'wrong' } });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      errors: [{ status: '401', title: 'Unauthorized', detail: 'The key is not valid.' }],
    });
  });

  test.each([{ authorization: 'Bearer impartner-key' }, { authorization: 'prm-key wrong' }, { 'x-prm-tenantid': '8' }])(
    'Impartner refuses %s',
    async (headers) => {
      const { impartner } = vendorFixture();
      const response = await impartner('/Account', { headers });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ success: false, message: 'The key is not valid.' });
    },
  );

  test('a key that changes holds from the next request on', async () => {
    const keys = { northpass: 'old', impartner: 'i', tenant: '1' };
    const { northpass } = vendorFixture({ keys });
    const call = (key: string) => northpass('/people', { headers: { 'x-api-key': key } });
    expect((await call('old')).status).toBe(200);
    keys.northpass = 'new';
    expect([(await call('old')).status, (await call('new')).status]).toEqual([401, 200]);
  });
});

describe('the rate limit', () => {
  test('lets a second’s worth pass at once, then refuses without saying how long to wait', async () => {
    const { vendors, northpass, clock } = vendorFixture({ requestsPerSecond: { northpass: 10, impartner: null } });
    const statusesOf = (count: number) =>
      Promise.all(Array.from({ length: count }, async () => (await northpass('/people')).status));
    expect(await statusesOf(12)).toEqual([...Array<number>(10).fill(200), 429, 429]);
    const refused = await northpass('/people');
    expect([refused.headers.get('retry-after'), vendors.requests.refused429]).toEqual([null, 3]);
    clock.now += 100;
    expect(await statusesOf(2)).toEqual([200, 429]);
    clock.now += 60_000;
    expect(await statusesOf(11)).toEqual([...Array<number>(10).fill(200), 429]);
  });

  test('counts for its vendor alone', async () => {
    const { northpass, impartner } = vendorFixture({ requestsPerSecond: { northpass: null, impartner: 1 } });
    const statuses = await Promise.all([impartner('/User'), impartner('/User'), northpass('/people')]);
    expect(statuses.map(({ status }) => status)).toEqual([200, 429, 200]);
    expect(await statuses[1].json()).toMatchObject({ success: false });
  });
});
