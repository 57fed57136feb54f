import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vitest } from './vitest.mjs';

/** In each zone at a time at which the date is not the one in UTC, and with the days on which its clocks change. */
const ZONES = [
  { name: 'utc', zone: 'UTC', time: '23:30', forward: '2027-03-28', back: '2027-10-31' },
  { name: 'auckland', zone: 'Pacific/Auckland', time: '00:30', forward: '2027-09-26', back: '2027-04-04' },
  { name: 'st-johns', zone: 'America/St_Johns', time: '23:30', forward: '2027-03-14', back: '2027-11-07' },
];

const DAYS = {
  monday: '2027-02-22',
  tuesday: '2027-02-23',
  wednesday: '2027-02-24',
  thursday: '2027-02-25',
  friday: '2027-02-26',
  saturday: '2027-02-27',
  sunday: '2027-02-28',
  'new-years-eve': '2027-12-31',
  'new-years-day': '2027-01-01',
  'leap-day': '2028-02-29',
};

/**
 * A step for each day in each zone, such as `sunday-utc`, that runs tests as though it were that day there.
 *
 * @param {string[]} files
 * @returns {import('./steps.mjs').Step[]}
 */
export const dateSteps = (files) =>
  ZONES.flatMap(({ name, zone, time, forward, back }) =>
    Object.entries({ ...DAYS, 'clocks-forward': forward, 'clocks-back': back }).map(([day, date]) => ({
      name: `${day}-${name}`,
      commands: [vitest(['unit', 'components', 'sync'], files)],
      env: { TEST_NOW: `${date}T${time}`, TEST_TIME_ZONE: zone },
      report: 'vitest',
    })),
  );

/** The environment of the date step `name`. */
export const dateEnv = (name) => dateSteps([]).find((step) => step.name === name)?.env;

/** The unit and sync tests that read the clock. The others set it, or have no part of it. */
export const clockReadingTests = () =>
  ['tests/unit', 'tests/sync']
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true }).map((file) => join(folder, String(file))))
    .filter((file) => /\.test\.tsx?$/.test(file) && READS_THE_CLOCK.test(readFileSync(join(ROOT, file), 'utf8')));

const ROOT = join(import.meta.dirname, '../..');
const READS_THE_CLOCK = /\b(deviceToday|Date\.now)\(|\bnew Date\(\)/;
