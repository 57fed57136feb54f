import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportAllData } from '../../src/data/export/export.ts';
import { importRecords } from '../../src/data/import/import.ts';
import { toWireChange } from '../../src/sync/exchange.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { syncClient } from '../fixtures/backend/sync-client.ts';
import { addRows, readExport, separateDevice, workOfEveryKind } from '../fixtures/exports.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

/** What the server answers to the import of `owner`'s export by `importer`. */
const pushImport = async (owner: string, importer: Account): Promise<unknown[]> => {
  const source = separateDevice(owner);
  await addRows(source, workOfEveryKind(owner));
  const file = await exportAllData(source, new Date());
  const device = separateDevice(importer.id);
  const { records, problems } = readExport(device, file);
  expect(problems).toEqual([]);
  await importRecords(device, records, () => undefined);
  const id = (await device.getMeta('device'))?.id;
  const changes = (await device.outbox.toArray()).map(toWireChange);
  const { status, body } = await syncClient(backend, importer, id).push(changes);
  expect(status).toBe(200);
  return body.verdicts.map(({ seq, ...verdict }) => ({
    ...verdict,
    table: changes.find((change) => change.seq === seq)?.table,
  }));
};

const APPLIED = [
  'program_custom_activity_types',
  'program_weekly_goals',
  'submissions',
  'programs',
  'program_tasks',
  'library_blocks',
  'tasks',
  'tasks',
  'program_activities',
].map((table) => ({ verdict: 'applied', table }));

test('the server accepts every row of a coach’s export on the coach’s own account', async () => {
  const coach = await backend.signUp('coach');
  expect(await pushImport(coach.id, coach)).toEqual(APPLIED);
});

test('the server accepts every row of a coach’s export on another coach’s account', async () => {
  const [first, second] = [await backend.signUp('coach'), await backend.signUp('coach')];
  await pushImport(first.id, first);
  expect(await pushImport(first.id, second)).toEqual(APPLIED);
});
