import { describe, expect, test } from 'vitest';
import { zoneDifference, zoneLabel } from '../../../src/domain/calendar/time-zones.ts';

/** Monday morning in Tokyo, Sunday evening in New York. */
const NOW = Date.parse('2026-11-29T23:30:00Z');

describe('a device in another time zone than the profile', () => {
  test('has another day while the date differs', () => {
    expect(zoneDifference('America/New_York', 'Asia/Tokyo', NOW)).toEqual({
      profile: { zone: 'America/New_York', date: '2026-11-29' },
      device: { zone: 'Asia/Tokyo', date: '2026-11-30' },
    });
  });

  test('differs also while the date is the same', () => {
    expect(zoneDifference('Europe/London', 'Europe/Berlin', Date.parse('2026-11-29T12:00:00Z'))).toEqual({
      profile: { zone: 'Europe/London', date: '2026-11-29' },
      device: { zone: 'Europe/Berlin', date: '2026-11-29' },
    });
  });

  test('does not differ where only the name does', () => {
    for (const [profile, device] of [
      ['Europe/Berlin', 'Europe/Berlin'],
      ['Europe/Berlin', 'Europe/Vienna'],
      ['Asia/Kolkata', 'Asia/Calcutta'],
    ] as const) {
      expect(zoneDifference(profile, device, NOW)).toBeNull();
    }
  });

  test('differs where the clocks agree today and change at other times of the year', () => {
    // Phoenix has no daylight saving time; in winter its clock is Denver's.
    expect(zoneDifference('America/Denver', 'America/Phoenix', NOW)).not.toBeNull();
    expect(zoneDifference('Africa/Lagos', 'Europe/Paris', NOW)).not.toBeNull();
  });

  test('is not asked about a zone that a profile cannot have', () => {
    for (const zone of ['', 'Etc/Unknown', '+09:00', 'undefined']) {
      expect(zoneDifference('America/New_York', zone, NOW)).toBeNull();
    }
  });
});

test('a zone is called by its place', () => {
  expect(['America/New_York', 'America/Argentina/Buenos_Aires', 'UTC'].map(zoneLabel)).toEqual([
    'New York',
    'Buenos Aires',
    'UTC',
  ]);
});
