import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import { alternate, type Figure, ratioFigure } from '../figure.ts';
import { addActivities, middleWeek, PER_WEEK } from '../rows.ts';
import { openDevice, type Surroundings } from '../surroundings.ts';

/** A week's activities out of 10,000 through the app's own query. */
export const listQuery = async ({ server, openPage }: Surroundings): Promise<Figure> => {
  const page = await openPage();
  const person = await server.signUp('list@example.com');
  await addActivities(server, person.id);
  await openDevice(page, server, person);
  await page.evaluate(() => window.bench.sync());
  const from = middleWeek();
  const check = ({ ms, rows }: { ms: number; rows: number }) => {
    if (rows !== PER_WEEK) throw new Error(`${String(rows)} rows were found`);
    return ms;
  };
  const samples = await alternate(
    15,
    async () => check(await page.evaluate((week) => window.bench.listWeek(week), from)),
    async () =>
      check(await page.evaluate((days) => window.bench.rawListWeek(...days), [from, addDays(from, 6)] as const)),
  );
  await page.close();
  return ratioFigure('list_query', samples, 'ms', 1.5, {
    ours: 'getActivities of a week of 50 out of 10,000, sorted by day and time; each sample is the mean of 20',
    reference: 'IDBIndex.getAll of the same range of the same index of the same database, unsorted',
  });
};
