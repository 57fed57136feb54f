import { LONG_TEXT_LIMIT } from '../../src/domain/values/text.ts';

/** Values of a type of column, and JSON that is none, much of which Postgres would read as one. */
interface Samples {
  valid: readonly unknown[];
  invalid: readonly unknown[];
}

const NO_TEXTS = [5, true, {}, ['a']];

const BLANK_LABELS = [' ', '   ', '\t', '\u00A0', '\u200B', '\u200B\u200D', '\u2060', '\uFEFF', '\u3164', '\u2800'];
const WRONG_LABELS = [
  ...BLANK_LABELS,
  ...['\u00AD', '\u{E0041}', 'a\u202Eb', '\u202Aa\u202C', '\u2066a\u2069', ' a', 'a ', 'a\n', 'a\nb', 'a\tb'],
  ...['a\u0007', '\u0085a', 'a\u2028b', '\u3000a'],
];
const LABELS = ['Call', '日本語 🙂 ’;--', '👩‍👩‍👧', 'می‌خواهم', 'a\u200Bb', '.', 'e\u0301', '\u200Ea'];

/** By the name of a domain of supabase/schemas/values. */
export const DOMAIN_SAMPLES = {
  calendar_date: {
    valid: ['2026-02-28', '1970-01-01', '2999-12-31', '2024-02-29'],
    invalid: [
      ...['tomorrow', 'today', 'yesterday', 'now', 'epoch', 'infinity', '-infinity', 'J2451187', '12/01/2026'],
      ...['20261201', '2026-1-5', '2026-02-29', '2026-13-01', '2026-00-10', '1969-12-31', '3000-01-01'],
      ...['10000-01-01', '0044-03-15 BC', '2026-01-05T10:00', ' 2026-01-05', '2026-01-05\n', ''],
      ...[20260105, true, {}, ['2026-01-05']],
    ],
  },
  wall_time: {
    valid: ['00:00', '09:30', '23:59', '23:59:59'],
    invalid: [
      ...['now', 'allballs', '24:00', '24:00:00', '09:00 PST', '09:00+02', '9:00', '9 am', '09:00:60', '09:60', '0900'],
      ...['09:00:00.5', '', 900, '2026-01-01 09:00'],
    ],
  },
  instant: {
    valid: ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.123Z', '2026-01-31T09:30:00.123456+00:00'],
    invalid: [
      ...['infinity', '-infinity', 'now', 'epoch', 'tomorrow', '294276-01-01T00:00:00Z', '+294276-01-01T00:00:00Z'],
      ...['2026-01-31', '2026-01-31T09:30:00', '2026-01-31 09:30:00+00', '2026-02-30T00:00:00Z'],
      ...['2026-01-31T24:00:00Z', '2026-01-31T09:30:60Z', '2026-01-31T09:30Z', '2026-01-31T09:30:00+23:59'],
      ...['1969-12-31T23:59:59Z', '2999-12-31T23:59:59-10:00', '', 1_800_000_000_000],
    ],
  },
  time_zone: {
    valid: ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'America/Port-au-Prince', 'Etc/GMT+5'],
    invalid: [
      ...['+05:30', '-08', 'Mars/Phobos', 'Mars/Phobos5', 'posixrules', 'posix/Europe/Berlin', 'right/Europe/Berlin'],
      ...['EST5EDT', 'EST', 'GMT', 'Z', 'localtime', 'Factory', 'Etc/GMT+13', 'Etc/GMT-15', 'Etc/Unknown', 'Europe'],
      ...['Europe/', '', 'Europe/Berlin ', 'Europe/Berlin\n', '../Europe/Berlin', 'Europe//Berlin', '<+03>-3', 5],
    ],
  },
  label: { valid: LABELS, invalid: ['', ...WRONG_LABELS, ...NO_TEXTS] },
  optional_label: { valid: [...LABELS, ''], invalid: [...WRONG_LABELS, ...NO_TEXTS] },
  long_text: {
    valid: ['', ' ', 'a\n\tb\r\n', '\u200B', 'x'.repeat(LONG_TEXT_LIMIT), '🙂'.repeat(LONG_TEXT_LIMIT)],
    invalid: [
      ...['\u0007', 'a\u001B[31m', '\u007F', 'a\u202Eb', '\u202D', 'x'.repeat(LONG_TEXT_LIMIT + 1)],
      ...NO_TEXTS,
    ],
  },
  minutes: { valid: [0, 15, 1_440], invalid: [-1, 1_441, 1.5, 1e300, '15', 'NaN', true, [15]] },
} satisfies Record<string, Samples>;

/** JSON that no column of a type that is no domain accepts, by the name of the type. */
export const INVALID_OF_TYPE: Record<string, readonly unknown[]> = {
  ...Object.fromEntries(Object.entries(DOMAIN_SAMPLES).map(([domain, { invalid }]) => [domain, invalid])),
  bool: ['yes', 'true', 1, {}],
  int4: ['5', 'NaN', 1.5, 1e300, true, [5]],
  uuid: ['nobody', '', '{6f9619ff-8b86-d011-b42d-00c04fc964ff}', '6f9619ff8b86d011b42d00c04fc964ff', 5],
  // Columns of JSON each hold objects, or arrays of objects of one form.
  jsonb: ['text', '{}', 5, true, [1], [null], noise()],
  // Texts that are not in a domain have a few values each, which CHECK constraints list.
  text: ['no such value', '', '\u202E', ...NO_TEXTS],
};

/** More JSON than a column takes, which does not compress. */
function noise(): number[] {
  return Array.from({ length: 20_000 }, (_, index) => Math.sin(index));
}
