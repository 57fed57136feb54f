import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROGRAM_LIMITS, TASK_LEVELS } from '../../../src/domain/programs/program.ts';
import { type ProgramFile, programJson, programTable } from '../../../src/domain/programs/program-file.ts';
import {
  type ReadProgram,
  readProgramJson,
  readProgramTable,
  type UnreadableFile,
} from '../../../src/domain/programs/read-program-file.ts';
import { asLabel, isLongText, normalText } from '../../../src/domain/values/text.ts';
import { fromCsv, toCsv } from '../../../src/shared/files/csv.ts';

const number = (min: number, max: number) => fc.integer({ min, max });

/** Also what spreadsheets take for formulas, separators and quotes. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  fc.string({ minLength: 1, maxLength: 30 }),
  fc
    .array(fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\t', '\n', '[', ']', ' ', 'a', '1'), {
      minLength: 1,
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
  fc.constantFrom('+1 555 0148', "'=1+1", '=HYPERLINK("x")', '["a"]', 'yes', '0', 'null', '{key}'),
);

const anyLabel = (limit: number) => anyText.map((text) => asLabel(text, limit)).filter((label) => label !== '');
const anyContentLabel = fc.oneof(anyLabel(PROGRAM_LIMITS.name), fc.constant(''));
const anyLongText = anyText.map(normalText).filter((text) => text !== '' && isLongText(text));

const anyFile: fc.Arbitrary<ProgramFile> = fc
  .record({
    title: anyLabel(PROGRAM_LIMITS.title),
    description: fc.option(anyLongText),
    kind: fc.constantFrom('individual', 'group'),
    length_days: number(1, PROGRAM_LIMITS.days),
    day_counting: fc.constantFrom('calendar', 'weekdays'),
    modules: fc.array(fc.record({ title: anyContentLabel, first_week: number(1, 99) }), { maxLength: 3 }),
    parameters: fc.array(
      fc.record({
        key: anyContentLabel,
        label: anyContentLabel,
        options: fc.option(fc.array(anyContentLabel, { maxLength: 3 })),
        required: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    price: fc.option(number(1, PROGRAM_LIMITS.price)),
    currency: fc.constantFrom('EUR', 'USD', 'JPY'),
    preview_days: fc.option(number(1, PROGRAM_LIMITS.days)),
  })
  .chain((program) =>
    fc.record({
      program: fc.constant(program),
      tasks: fc
        .array(
          fc.record({
            day: number(1, program.length_days),
            title: anyLabel(PROGRAM_LIMITS.taskTitle),
            notes: fc.option(anyLongText),
            minutes: fc.option(number(0, PROGRAM_LIMITS.taskMinutes)),
            type: anyLabel(PROGRAM_LIMITS.taskType),
            is_required: fc.boolean(),
            level: fc.constantFrom(...TASK_LEVELS),
          }),
          { maxLength: 8 },
        )
        .map((tasks) => tasks.sort((a, b) => a.day - b.day)),
    }),
  );

const readable = (result: ReadProgram | UnreadableFile): ReadProgram => {
  if ('unreadable' in result) throw new Error(result.unreadable);
  return result;
};

const fromTable = async (csv: string, name = 'plan') => readable(readProgramTable(await fromCsv(csv), name));

describe('a program that is exported and imported', () => {
  it('is equal in JSON', () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        expect(readProgramJson(programJson(file), 'x')).toEqual({ file, faults: [], ignoredColumns: [] });
      }),
    );
  });

  it('is equal in CSV, whatever its texts look like to a spreadsheet', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, async (file) => {
        const csv = await toCsv(programTable(file));
        expect(await fromTable(csv)).toEqual({ file, faults: [], ignoredColumns: [] });
      }),
      { numRuns: 300 },
    );
  });
});

describe('a table of tasks', () => {
  it('is a program of its own with a title and a day in each row, by the file’s name', async () => {
    const { file, faults } = await fromTable('Day;Task;Minutes\r\n1;Run;20\r\n3;Rest;\r\n', 'Base miles');
    expect(faults).toEqual([]);
    expect(file.program).toMatchObject({ title: 'Base miles', length_days: 3, day_counting: 'calendar', price: null });
    expect(file.tasks).toMatchObject([
      { day: 1, title: 'Run', minutes: 20, is_required: true },
      { day: 3, title: 'Rest', minutes: null },
    ]);
  });

  it('may count days within weeks', async () => {
    const { file } = await fromTable('week,day,title\n1,1,Run\n2,3,Rest\n');
    expect(file.tasks).toMatchObject([{ day: 1 }, { day: 10 }]);
  });

  it('names row and column of each fault, and has the other rows', async () => {
    const { file, faults, ignoredColumns } = await fromTable(
      [
        'day,title,minutes,required,level,colour',
        '1,Run,20,yes,,red',
        'x,Walk,20,yes,,',
        '2,,20,yes,,',
        '3,Swim,two,perhaps,,',
        '4,Row,1441,no,month,',
        '5,Rest,,no,program_week,',
      ].join('\n'),
    );
    expect(faults).toEqual([
      { place: 'Row 3', column: 'day', code: 'not_a_number', value: 'x' },
      { place: 'Row 4', column: 'title', code: 'missing', value: '' },
      { place: 'Row 5', column: 'minutes', code: 'not_a_number', value: 'two' },
      { place: 'Row 5', column: 'required', code: 'not_yes_or_no', value: 'perhaps' },
      { place: 'Row 6', column: 'minutes', code: 'not_a_number', value: '1441' },
      { place: 'Row 6', column: 'level', code: 'unknown_value', value: 'month' },
    ]);
    expect(file.tasks.map(({ title }) => title)).toEqual(['Run', 'Rest']);
    expect(ignoredColumns).toEqual(['colour']);
  });

  it('with a length leaves out the tasks after it, and with faults in its settings takes what a new program has', async () => {
    const { file, faults } = await fromTable(
      'record,key,value,day,title\nsetting,length_days,2,,\nsetting,price,many,,\n,,,2,Run\n,,,3,Late\nsong,,,1,La\n',
    );
    expect(file.program).toMatchObject({ length_days: 2, price: null });
    expect(faults.map(({ place, column, code }) => [place, column, code])).toEqual([
      ['Row 5', 'day', 'after_last_day'],
      ['Row 3', 'price', 'not_a_number'],
      ['Row 6', 'record', 'unknown_value'],
    ]);
  });

  it('without a title is none', async () => {
    expect(readProgramTable(await fromCsv('a,b\n1,2\n'), 'x')).toEqual({ unreadable: 'no_title_column' });
  });
});

describe('a JSON file', () => {
  it.each([
    ['{', 'not_json'],
    ['[]', 'not_a_program'],
    ['{"format":"cadence-export"}', 'not_a_program'],
    ['{"format":"cadence-program","version":2,"program":{}}', 'unknown_version'],
  ])('%s is refused whole', (text, unreadable) => {
    expect(readProgramJson(text, 'x')).toEqual({ unreadable });
  });

  it('names what it cannot read by its path', () => {
    const program = { title: 'Base', length_days: 7, modules: [{ title: 'A', first_week: 0 }, 4], parameters: [] };
    const text = JSON.stringify({
      format: 'cadence-program',
      version: 1,
      program,
      tasks: [{ day: 1, title: 7 }, null],
    });
    const { faults, file } = readable(readProgramJson(text, 'x'));
    expect(faults.map(({ place, column, code }) => [place, column, code])).toEqual([
      ['tasks[0]', 'title', 'not_text'],
      ['tasks[1]', '', 'not_a_record'],
      ['modules[0]', 'week', 'not_a_number'],
      ['modules[1]', '', 'not_a_record'],
    ]);
    expect(file.program).toMatchObject({ title: 'Base', modules: [] });
  });

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (program, tasks) => {
        const text = JSON.stringify({ format: 'cadence-program', version: 1, program, tasks });
        expect(readProgramJson(text, 'x')).toBeTypeOf('object');
      }),
    );
  });
});
