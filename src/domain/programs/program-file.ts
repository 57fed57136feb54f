import { compareByPosition, POSITION_STEP } from '../ordering/position.ts';
import type { Draft } from './draft-plan.ts';
import type { BlockTask, ProgramContent, TemplateTask } from './program.ts';

/* A program as a file has it, in CSV and in JSON: without ids, and without what only the server knows. */

/** The tasks in order; each has the program day that it is on. */
export interface ProgramFile {
  program: ProgramContent;
  tasks: BlockTask[];
}

/** What names the format of a JSON file. */
export const PROGRAM_FORMAT = 'cadence-program';
export const PROGRAM_FORMAT_VERSION = 1;

export const programFileOf = ({ program, tasks }: Draft): ProgramFile => ({
  program: {
    title: program.title,
    description: emptyAsNull(program.description),
    kind: program.kind,
    length_days: program.length_days,
    day_counting: program.day_counting,
    modules: program.modules.map(({ title, first_week }) => ({ title, first_week })),
    parameters: program.parameters.map(({ key, label, options, required }) => ({ key, label, options, required })),
    price: program.price,
    currency: program.currency,
    preview_days: program.preview_days,
  },
  tasks: [...tasks]
    .sort((a, b) => a.day_index - b.day_index || compareByPosition(a, b))
    .map(({ day_index, title, notes, minutes, type, is_required, level }) => ({
      ...{ day: day_index, title, notes: emptyAsNull(notes), minutes },
      ...{ type, is_required, level },
    })),
});

/** The tasks of a file as new template tasks, in its order. */
export const templateTasksOf = ({
  tasks,
}: ProgramFile): Omit<TemplateTask, 'id' | 'user_id' | 'program_id' | 'created_at' | 'updated_at'>[] => {
  const counts = new Map<number, number>();
  return tasks.map(({ day, ...content }) => {
    const count = (counts.get(day) ?? 0) + 1;
    counts.set(day, count);
    return { ...content, day_index: day, position: count * POSITION_STEP };
  });
};

/** A cell of a table has no other way to say that there is nothing. */
const emptyAsNull = (text: string | null): string | null => (text === '' ? null : text);

/** The program as JSON. */
export const programJson = ({ program, tasks }: ProgramFile): string =>
  JSON.stringify({ format: PROGRAM_FORMAT, version: PROGRAM_FORMAT_VERSION, program, tasks }, null, 2);

/** The columns of the table, in order. */
const CSV_COLUMNS = [
  'record',
  'day',
  'week',
  'title',
  'notes',
  'minutes',
  'type',
  'required',
  'level',
  'key',
  'value',
  'options',
] as const;
export type CsvColumn = (typeof CSV_COLUMNS)[number];

/** A row has the columns that its record needs; the others are empty. */
export type CsvRow = Record<CsvColumn, string>;

const EMPTY_ROW = Object.fromEntries(CSV_COLUMNS.map((column) => [column, ''])) as CsvRow;

/** The program as a table: its settings, modules and parameters, then a row for each task. */
export const programTable = ({ program, tasks }: ProgramFile): CsvRow[] => {
  const { modules, parameters, ...settings } = program;
  return [
    ...Object.entries(settings).map(([key, value]) => row({ record: 'setting', key, value: String(value ?? '') })),
    ...modules.map(({ title, first_week }) => row({ record: 'module', week: String(first_week), title })),
    ...parameters.map(({ key, label, options, required }) =>
      row({ record: 'parameter', key, title: label, required: flag(required), options: optionsCell(options) }),
    ),
    ...tasks.map(({ day, title, notes, minutes, type, is_required, level }) =>
      row({
        ...{ record: 'task', day: String(day), title, notes: notes ?? '', minutes: String(minutes ?? '') },
        ...{ type, required: flag(is_required), level },
      }),
    ),
  ];
};

const row = (cells: Partial<CsvRow>): CsvRow => ({ ...EMPTY_ROW, ...cells });

const flag = (value: boolean): string => (value ? 'yes' : 'no');

/** One option a line; as a JSON list where that would be read as something else. */
const optionsCell = (options: readonly string[] | null): string => {
  if (options === null) return '';
  const isPlain = options.length > 0 && options.every((option) => option !== '' && !option.startsWith('['));
  return isPlain ? options.join('\n') : JSON.stringify(options);
};
