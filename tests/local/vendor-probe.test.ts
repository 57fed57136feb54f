import { expect, test } from 'vitest';
import {
  IMPARTNER_QUESTIONS,
  NORTHPASS_QUESTIONS,
  type VendorQuestion,
  type VendorReader,
} from '../../supabase/checks/vendor-questions.ts';
import { DEMO_SIZES, generateVendorData } from '../../supabase/local/vendors/generate.ts';
import { localVendors } from '../../supabase/local/vendors/index.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const data = generateVendorData({ sizes: DEMO_SIZES, seed: 'probe', now: NOW });
const vendors = localVendors({
  data,
  keys: { northpass: 'n', impartner: 'i', tenant: 't' },
  requestsPerSecond: { northpass: null, impartner: null },
  now: () => NOW,
});
const sent: string[] = [];
const readerOf = (base: string, headers: Record<string, string>): VendorReader => ({
  get: async (path) => {
    const request = new Request(`http://localhost/vendors${base}${path}`, { headers });
    sent.push(request.method);
    const response = await vendors.handle(request);
    return { status: response?.status ?? 0, body: await response?.json() };
  },
});
const findings = async (
  reader: VendorReader,
  questions: readonly VendorQuestion[],
): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const { question, find } of questions) found[question] = await find(reader);
  return found;
};

test('the probe finds out what Northpass leaves open', async () => {
  const reader = readerOf('/northpass/v2', { 'x-api-key': 'n' });
  expect(await findings(reader, NORTHPASS_QUESTIONS)).toMatchObject({
    'Rows of a page with limit=100': '100',
    'The filter of people by updated_at': 'works',
    'The filter of enrollments by updated_at': 'works',
    'Where transcripts are': expect.stringMatching(/^\/transcripts\/\S+: 200, \/people\/\S+: 404$/) as string,
  });
  data.ignoresUpdatedFilter = true;
  expect(await findings(reader, NORTHPASS_QUESTIONS)).toMatchObject({
    'The filter of people by updated_at': 'is ignored: every walk is a complete one',
  });
});

test('the probe finds out what Impartner leaves open, and only reads', async () => {
  const reader = readerOf('/impartner/api/objects/v1', { authorization: 'prm-key i', 'x-prm-tenantid': 't' });
  expect(await findings(reader, IMPARTNER_QUESTIONS)).toMatchObject({
    'Rows of a page with take=1000': '38 of 38',
    'How CrmId comes back': 'id, crmId',
    'The offset of Updated': expect.stringMatching(/-06:00$/) as string,
    'The zone of filters': expect.stringMatching(/as UTC 0 rows/) as string,
    'The custom fields that the counts need': 'all there',
  });
  expect(new Set(sent)).toEqual(new Set(['GET']));
});
