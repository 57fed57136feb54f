import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import { alternate, type Figure, ratioFigure } from '../figure.ts';
import { addActivities, middleWeek, PER_WEEK, WEEKS } from '../rows.ts';
import { openDevice, type Surroundings } from '../surroundings.ts';

/** A write among 10,000 activities until it is durable and in every mounted query. */
export const writeToQuery = async ({ server, openPage }: Surroundings): Promise<Figure> => {
  const page = await openPage();
  const person = await server.signUp('write@example.com');
  await addActivities(server, person.id);
  await openDevice(page, server, person);
  await page.evaluate(() => window.bench.sync());
  const week = middleWeek();
  let day = 0;
  const samples = await alternate(
    9,
    // Another day each time, so that no day becomes long.
    () => page.evaluate((date) => window.bench.writeToQuery(date), addDays(week, 7 * ++day)),
    () => page.evaluate((count) => window.bench.rawPut(count), WEEKS * PER_WEEK),
  );
  await page.close();
  return ratioFigure('write_to_query', samples, 'ms', 2, {
    ours: 'createActivity until it has resolved and a day, its week and the number of pending changes show it; each sample is the mean of 20',
    reference: 'a put of one row into a raw object store of as many rows with the same indexes',
  });
};
