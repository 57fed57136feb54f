import { addDays, type CalendarDate, dateInTimeZone, weekStartOf } from '../../src/domain/calendar/calendar-date.ts';

/*
 * For tests of a real server, whose clock cannot be set. People of such tests live in a zone that is chosen by the
 * time of the run, so that no test meets a midnight, the end of a week or a change of the clocks.
 */

const hour = new Date().getUTCHours();

/** A zone of a fixed offset in which this process began between 12:00 and 13:00. */
export const NOON_ZONE =
  hour === 12 ? 'UTC' : hour < 12 ? `Etc/GMT-${String(12 - hour)}` : `Etc/GMT+${String(hour - 12)}`;

/** Two zones a day apart, neither within an hour of its midnight: the date of the first is the later one. */
export const [EARLY_ZONE, LATE_ZONE] = hour < 11 ? ['Etc/GMT-12', 'Etc/GMT+12'] : ['Etc/GMT-14', 'Etc/GMT+10'];

/** The date in NOON_ZONE. */
export const today = (): CalendarDate => dateInTimeZone(NOON_ZONE, Date.now());

/** A Monday that is far ahead of today, wherever somebody is. */
export const COMING_MONDAY: CalendarDate = addDays(weekStartOf(today()), 14 * 7);
