import { type CalendarDate, dateInTimeZone, isTimeZone, timeInTimeZone } from './calendar-date.ts';

const QUARTER_MS = 91 * 86_400_000;

/** Whether the clocks of two zones show the same at `instant` and in each quarter of the year after it. */
const haveSameClock = (one: string, other: string, instant: number): boolean =>
  [0, 1, 2, 3]
    .map((quarter) => instant + quarter * QUARTER_MS)
    .every(
      (at) =>
        dateInTimeZone(one, at) === dateInTimeZone(other, at) && timeInTimeZone(one, at) === timeInTimeZone(other, at),
    );

/** Which day it is for a person whose device is in another time zone than their profile. */
export interface ZoneDifference {
  /** Of the profile: its days count. */
  profile: { zone: string; date: CalendarDate };
  device: { zone: string; date: CalendarDate };
}

/**
 * How the device's zone differs from the profile's at `instant` (milliseconds since 1970-01-01); `null` where their clocks
 * show the same, whatever their names, and where the profile could not have the device's zone.
 */
export const zoneDifference = (profileZone: string, deviceZone: string, instant: number): ZoneDifference | null =>
  !isTimeZone(deviceZone) || haveSameClock(profileZone, deviceZone, instant)
    ? null
    : {
        profile: { zone: profileZone, date: dateInTimeZone(profileZone, instant) },
        device: { zone: deviceZone, date: dateInTimeZone(deviceZone, instant) },
      };

/** "New York" for `America/New_York`, "UTC". */
export const zoneLabel = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
