import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isCalendarDate, isTimeZone, isWallTime } from '../../src/domain/calendar/calendar-date.ts';
import { readBlockTasks, readModules, readParameters } from '../../src/domain/programs/program-json.ts';
import { foldText, nameKey, searchTerms } from '../../src/domain/values/fold.ts';
import { asLabel, asLongText, isLabel, isLongText, normalLabel } from '../../src/domain/values/text.ts';
import { startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { isInstant } from '../fixtures/simulation/fake-tables.ts';
import { DOMAIN_SAMPLES } from '../fixtures/simulation/value-samples.ts';

let backend: TestBackend;
/** Characters that have a meaning in this Unicode, and none yet in the database's. */
let newerThanDatabase: ReadonlySet<string>;

beforeAll(async () => {
  backend = await startBackend();
  const unknown = await backend.sql<{ character: string }>(
    `select chr(code) as character from generate_series(1, x'10FFFF'::integer) code
     where code not between x'D800'::integer and x'DFFF'::integer and not unicode_assigned(chr(code))`,
  );
  newerThanDatabase = new Set(
    unknown.map(({ character }) => character).filter((character) => !/\p{Unassigned}/u.test(character)),
  );
  await backend.sql(
    `create table public.samples (${Object.keys(DOMAIN_SAMPLES)
      .map((domain) => `${domain} private.${domain}`)
      .join(', ')})`,
  );
});
afterAll(() => backend.close());

const isText =
  (accepts: (text: string) => boolean) =>
  (value: unknown): boolean =>
    typeof value === 'string' && accepts(value);
const areAll =
  (read: (value: unknown) => unknown[]) =>
  (value: unknown): boolean =>
    Array.isArray(value) && read(value).length === value.length;

/** By domain: whether TypeScript takes a value for one of it. */
const TWINS: Record<string, (value: unknown) => boolean> = {
  calendar_date: isText(isCalendarDate),
  wall_time: isText(isWallTime),
  // Devices make instants with `toISOString` and check none; the fake server does.
  instant: isText(isInstant),
  time_zone: isText(isTimeZone),
  label: isText(isLabel),
  optional_label: isText((text) => text === '' || isLabel(text)),
  long_text: isText(isLongText),
};

/** Which of the values sync_push takes for a column of the domain. */
const acceptedBySql = async (domain: string, values: readonly unknown[]): Promise<boolean[]> => {
  const rows = await backend.sql<{ ok: boolean }>(
    `select private.invalid_field('samples', jsonb_build_object($1::text, v)) is null as ok
     from jsonb_array_elements($2::jsonb) with ordinality x (v, n) order by n`,
    domain,
    JSON.stringify(values),
  );
  return rows.map(({ ok }) => ok);
};

const expectParity = async (domain: string, values: readonly unknown[]): Promise<void> => {
  const accepted = await acceptedBySql(domain, values);
  expect(accepted.map((ok, index) => [values[index], ok])).toEqual(
    values.map((value) => [value, TWINS[domain]?.(value)]),
  );
};

test('every domain has samples', async () => {
  const domains = await backend.sql<{ name: string }>(
    `select typname::text as name from pg_type where typtype = 'd' and typnamespace = 'private'::regnamespace`,
  );
  expect(domains.map(({ name }) => name).sort()).toEqual(Object.keys(DOMAIN_SAMPLES).sort());
});

test.each(Object.entries(DOMAIN_SAMPLES))(
  '%s accepts its valid samples and rejects its invalid ones',
  async (domain, { valid, invalid }) => {
    expect(await acceptedBySql(domain, valid)).toEqual(valid.map(() => true));
    const accepted = await acceptedBySql(domain, invalid);
    expect(invalid.filter((_, index) => accepted[index])).toEqual([]);
  },
);

describe('SQL and TypeScript agree', () => {
  test.each(Object.keys(TWINS))('about the samples of %s', async (domain) => {
    const { valid, invalid } = DOMAIN_SAMPLES[domain as keyof typeof DOMAIN_SAMPLES];
    await expectParity(domain, [...valid, ...invalid]);
  });

  const digits = (max: number) => fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'));
  const day = fc
    .tuple(fc.constantFrom('1969', '1970', '2024', '2026', '2999', '3000', '9999'), digits(13), digits(32))
    .map((parts) => parts.join('-'));
  const time = fc.tuple(digits(25), digits(61)).map((parts) => parts.join(':'));
  const seconds = fc.option(digits(61), { nil: null });
  const offset = fc.constantFrom('Z', '+00:00', '-08:00', '+05:45', '+14:00', '+15:00', '+0530', '', 'z', ' UTC');
  const instant = fc
    .tuple(day, fc.constantFrom('T', ' ', 't'), time, fc.constantFrom(':00', ':59', ':60', ':00.5', ''), offset)
    .map((parts) => parts.join(''));
  const unit = fc.constantFrom(
    ...['a', 'Z', '5', ' ', '\t', '\n', '\u0007', '\u007F', '\u0085', '\u00A0', '\u00AD', '\u034F', '\u061C', '\u1680'],
    ...['\u180E', '\u2000', '\u200B', '\u200D', '\u200E', '\u2028', '\u202A', '\u202E', '\u202F', '\u2060', '\u2066'],
    ...['\u2069', '\u2800', '\u3000', '\u3164', '\uFE0F', '\uFEFF', '\uFFA0', '\uFFFB', '🙂', '\u{1D173}', '\u{E0001}'],
    'é',
  );
  const text = fc
    .oneof(fc.string({ unit, maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 6 }))
    .filter((value) => !value.includes('\0') && !Array.from(value).some((one) => newerThanDatabase.has(one)));
  const fifty = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { minLength: 50, maxLength: 50 });
  const agree = (domain: string, value: fc.Arbitrary<unknown>, numRuns = 4) =>
    fc.assert(
      fc.asyncProperty(fifty(value), (values) => expectParity(domain, values)),
      { numRuns },
    );

  test('about dates', () => agree('calendar_date', day));
  test('about wall times', () =>
    agree(
      'wall_time',
      fc.tuple(time, seconds).map(([minutes, rest]) => (rest === null ? minutes : `${minutes}:${rest}`)),
    ));
  test('about instants', () => agree('instant', instant));
  test('about labels', () => agree('label', text, 8));
  test('about optional labels', () => agree('optional_label', text));
  test('about long texts', () => agree('long_text', text));
  test('about every time zone that either knows', async () => {
    const known = await backend.sql<{ name: string }>('select name from pg_catalog.pg_timezone_names');
    await expectParity('time_zone', [...known.map(({ name }) => name), ...Intl.supportedValuesOf('timeZone')]);
  });

  const TEXT_FUNCTIONS: Record<string, (value: string) => unknown> = {
    'as_label(v, 4)': (value) => asLabel(value, 4),
    'as_long_text(v)': asLongText,
    'normal_label(v)': normalLabel,
    'name_key(v)': nameKey,
    'fold_text(v)': foldText,
    'search_terms(v)': searchTerms,
  };
  const expectSameTexts = async (call: string, texts: readonly string[]): Promise<void> => {
    const rows = await backend.sql<{ made: unknown }>(
      `select to_jsonb(private.${call}) as made
       from jsonb_array_elements_text($1::jsonb) with ordinality x (v, n) order by n`,
      JSON.stringify(texts),
    );
    expect(rows.map(({ made }, index) => [texts[index], made])).toEqual(
      texts.map((value) => [value, TEXT_FUNCTIONS[call]?.(value)]),
    );
  };
  /** What people type, in many scripts: letters, accents before and after composition, digits, quotes, punctuation. */
  const typed = fc.string({
    unit: fc.oneof(
      unit,
      fc.integer({ min: 0x20, max: 0x17f }).map((code) => String.fromCodePoint(code)),
      fc.integer({ min: 0x300, max: 0x6ff }).map((code) => String.fromCodePoint(code)),
      fc.constantFrom(...Array.from('ẞßŁłØøĐđÆæŒœŞşİıǅ﷼ｶﾞ①ﬁ½Ａａ１’“„«»´`"\'()+-.,/ 0123456789٣۴५가각ไทยकिക്‍ёйΣς')),
    ),
    maxLength: 12,
  });

  test.each(Object.keys(TEXT_FUNCTIONS))('about the texts that %s makes of others', async (call) => {
    await fc.assert(
      fc.asyncProperty(fifty(fc.oneof(text, typed)), (texts) => expectSameTexts(call, texts)),
      { numRuns: 12 },
    );
  });

  test('that a normal form and a label made of a text are their own normal forms, and labels', () => {
    fc.assert(
      fc.property(fc.oneof(text, typed), (value) => {
        const normal = normalLabel(value);
        expect(normalLabel(normal)).toBe(normal);
        expect(isLabel(normal) || !isLabel(value)).toBe(true);
        const label = asLabel(value, 4);
        expect(label === '' || isLabel(label)).toBe(true);
        expect(normalLabel(label)).toBe(label);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['are_modules', areAll(readModules), { title: 'Start', first_week: 1 }],
    ['are_parameters', areAll(readParameters), { key: 'k', label: 'L', options: ['a'], required: true }],
    [
      'are_block_tasks',
      areAll(readBlockTasks),
      { day: 1, title: 'T', notes: 'N', minutes: 20, type: 'task', is_required: true, level: 'program_day' },
    ],
  ] as const)('about the values that %s accepts', async (name, accepts, one) => {
    const members = [
      ...[
        null,
        1,
        'text',
        {},
        [],
        [null],
        '2',
        1.5,
        0,
        100,
        366,
        367,
        1440,
        1441,
        -1,
        'x'.repeat(50),
        'x'.repeat(201),
        'x'.repeat(256),
        'program',
        [1],
        true,
      ],
      ...['', '\u202Ex', ' x', 'a\nb', '\u200B', ['\u202Ex'], [''], ['x ']],
    ];
    const lists = [
      ...[[], {}, 'text', 1, [one], [one, one], [1], [null], [[]]],
      ...Object.keys(one).flatMap((key) => members.map((value) => [{ ...one, [key]: value }])),
      ...Object.keys(one).map((key) => [Object.fromEntries(Object.entries(one).filter(([other]) => other !== key))]),
    ];
    const rows = await backend.sql<{ ok: boolean }>(
      `select private.${name}(v) as ok from jsonb_array_elements($1::jsonb) with ordinality x (v, n) order by n`,
      JSON.stringify(lists),
    );
    expect(rows.map(({ ok }, index) => [lists[index], ok])).toEqual(lists.map((list) => [list, accepts(list)]));
  });
});
