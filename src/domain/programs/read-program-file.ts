import { normalLabel } from '../values/text.ts';
import { CellReader, type Cells, type FileFault, NOT_A_RECORD } from './cell-reader.ts';
import { PROGRAM_FORMAT, PROGRAM_FORMAT_VERSION, type ProgramFile } from './program-file.ts';
import {
  type BlockTask,
  DAY_COUNTINGS,
  type DayCounting,
  PROGRAM_KINDS,
  PROGRAM_LIMITS,
  type ProgramContent,
  TASK_LEVELS,
} from './program.ts';
import { weekLength } from './weeks.ts';

/*
 * Reads a program from a table or from JSON: every row gives a part of the program or names what is wrong with it, and nothing
 * is guessed.
 */

export interface ReadProgram {
  file: ProgramFile;
  faults: FileFault[];
  /** Of a table: columns that mean nothing here. */
  ignoredColumns: string[];
}

/** Why nothing of a file can be read. */
export type UnreadableFile = { unreadable: 'not_json' | 'not_a_program' | 'unknown_version' | 'no_title_column' };

interface Parts {
  settings: Cells;
  modules: Cells[];
  parameters: Cells[];
  tasks: Cells[];
}

/** @param name of the file without its extension: the title of a program that has none. */
export const readProgramJson = (text: string, name: string): ReadProgram | UnreadableFile => {
  const value = parseJson(text);
  if (value === undefined) return { unreadable: 'not_json' };
  if (!isObject(value) || value['format'] !== PROGRAM_FORMAT || !isObject(value['program']))
    return { unreadable: 'not_a_program' };
  if (value['version'] !== PROGRAM_FORMAT_VERSION) return { unreadable: 'unknown_version' };
  const { modules, parameters, ...settings } = value['program'];
  const listOf = (list: unknown, path: string): Cells[] =>
    Array.isArray(list)
      ? list.map((cells: unknown, index) => ({
          place: `${path}[${String(index)}]`,
          cells: isObject(cells) ? cells : { [NOT_A_RECORD]: cells },
        }))
      : [];
  return readParts(
    {
      settings: { place: 'program', cells: settings },
      modules: listOf(modules, 'modules').map(renamed({ first_week: 'week' })),
      parameters: listOf(parameters, 'parameters').map(renamed({ label: 'title' })),
      tasks: listOf(value['tasks'], 'tasks').map(renamed({ is_required: 'required' })),
    },
    name,
  );
};

/** Column names of other programs' tables. */
const ALIASES: Readonly<Record<string, string>> = {
  task: 'title',
  name: 'title',
  note: 'notes',
  description: 'notes',
  duration: 'minutes',
};

const TASK_COLUMNS = ['record', 'day', 'week', 'title', 'notes', 'minutes', 'type', 'required', 'level'];
const SETTINGS = ['title', 'description', 'kind', 'length_days', 'day_counting', 'price', 'currency', 'preview_days'];

const COLUMNS = [...TASK_COLUMNS, 'key', 'value', 'options'];

/**
 * @param rows with the header first. Without a column `record`, each row is a task.
 * @param name as for `readProgramJson`.
 */
export const readProgramTable = (rows: readonly (readonly string[])[], name: string): ReadProgram | UnreadableFile => {
  const [header = [], ...lines] = rows;
  const columns = header.map((title) => {
    const column = title.trim().toLowerCase();
    return ALIASES[column] ?? column;
  });
  if (!columns.includes('title')) return { unreadable: 'no_title_column' };
  const records = lines
    .map((cells, index): Cells => ({
      place: `Row ${String(index + 2)}`,
      // The first column of a name counts.
      cells: Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''] as const).reverse()),
    }))
    .filter(({ cells }) => Object.values(cells).some((cell) => String(cell).trim() !== ''));
  const textOf = ({ cells }: Cells, column: string): string => {
    const cell = cells[column];
    return typeof cell === 'string' ? cell : '';
  };
  const kindOf = (record: Cells) => textOf(record, 'record').trim().toLowerCase() || 'task';
  const of = (kind: string) => records.filter((record) => kindOf(record) === kind);
  const settings = of('setting').map((record) => ({
    place: record.place,
    key: textOf(record, 'key').trim().toLowerCase(),
    value: textOf(record, 'value'),
  }));
  const result = readParts(
    {
      settings: {
        place: 'Settings',
        cells: Object.fromEntries(settings.map(({ key, value }) => [key, value === '' ? null : value])),
      },
      modules: of('module'),
      parameters: of('parameter').map((record) => ({
        place: record.place,
        cells: { ...record.cells, options: parseOptions(textOf(record, 'options')) },
      })),
      tasks: of('task').map(({ place, cells }) => ({ place, cells: withoutEmpty(cells) })),
    },
    name,
  );
  const unknown = records
    .filter((record) => !['setting', 'module', 'parameter', 'task'].includes(kindOf(record)))
    .map((record): FileFault => ({
      ...{ place: record.place, column: 'record', code: 'unknown_value', value: textOf(record, 'record') },
    }));
  const unknownSettings = settings
    .filter(({ key }) => !SETTINGS.includes(key))
    .map(({ place, key }): FileFault => ({ place, column: 'key', code: 'unknown_value', value: key }));
  const placeOfSetting = new Map(settings.map(({ place, key }) => [key, place]));
  return {
    ...result,
    faults: [...result.faults, ...unknownSettings, ...unknown].map((fault) =>
      fault.place === 'Settings' ? { ...fault, place: placeOfSetting.get(fault.column) ?? fault.place } : fault,
    ),
    ignoredColumns: header
      .filter((_, at) => !COLUMNS.includes(columns[at] ?? ''))
      .filter((title) => title.trim() !== ''),
  };
};

const readParts = (parts: Parts, name: string): ReadProgram => {
  const faults: FileFault[] = [];
  const reader = (part: Cells) => new CellReader(part, faults);
  const settings = reader(parts.settings);
  const day_counting = settings.choice('day_counting', DAY_COUNTINGS, 'calendar');
  const tasks = parts.tasks.flatMap((part) => readTask(reader(part), day_counting));
  const lastDay = tasks.reduce((last, { task }) => Math.max(last, task.day), 1);
  const length_days = settings.number('length_days', 1, PROGRAM_LIMITS.days, lastDay);
  const fitting = tasks.filter(({ task, reader: of }, index) => {
    if (task.day > length_days) of.fault('day', 'after_last_day');
    else if (index >= PROGRAM_LIMITS.tasks) of.fault('title', 'too_many_tasks');
    return task.day <= length_days && index < PROGRAM_LIMITS.tasks;
  });
  const program: ProgramContent = {
    title: settings.label('title', PROGRAM_LIMITS.title, normalLabel(name).slice(0, PROGRAM_LIMITS.title) || 'Program'),
    description: settings.longText('description'),
    kind: settings.choice('kind', PROGRAM_KINDS, 'individual'),
    length_days,
    day_counting,
    modules: parts.modules.flatMap((part) => readModule(reader(part))),
    parameters: parts.parameters.flatMap((part) => readParameter(reader(part))),
    price: settings.number('price', 1, PROGRAM_LIMITS.price, null),
    currency: settings.currency(),
    preview_days: settings.number('preview_days', 1, PROGRAM_LIMITS.days, null),
  };
  return {
    file: { program, tasks: fitting.map(({ task }) => task).sort((a, b) => a.day - b.day) },
    faults,
    ignoredColumns: [],
  };
};

const readTask = (reader: CellReader, counting: DayCounting): { task: BlockTask; reader: CellReader }[] => {
  const length = weekLength(counting);
  const week = reader.number('week', 1, 99, null);
  const day = reader.number('day', 1, week === null ? PROGRAM_LIMITS.days : length);
  const task = {
    day: week === null ? day : (week - 1) * length + day,
    title: reader.label('title', PROGRAM_LIMITS.taskTitle),
    notes: reader.longText('notes'),
    minutes: reader.number('minutes', 0, PROGRAM_LIMITS.taskMinutes, null),
    type: reader.label('type', PROGRAM_LIMITS.taskType, 'task'),
    is_required: reader.flag('required', true),
    level: reader.choice('level', TASK_LEVELS, 'program_day'),
  };
  if (task.day > PROGRAM_LIMITS.days) reader.fault('week', 'not_a_number');
  return reader.isValid ? [{ task, reader }] : [];
};

const readModule = (reader: CellReader) => {
  const module = { title: reader.contentLabel('title'), first_week: reader.number('week', 1, 99) };
  return reader.isValid ? [module] : [];
};

const readParameter = (reader: CellReader) => {
  const parameter = {
    key: reader.contentLabel('key'),
    label: reader.contentLabel('title'),
    options: reader.options('options'),
    required: reader.flag('required', false),
  };
  return reader.isValid ? [parameter] : [];
};

/** A JSON list, or one option a line; empty: any text. */
const parseOptions = (cell: string): unknown => {
  if (cell.trim() === '') return null;
  const list = cell.startsWith('[') ? parseJson(cell) : undefined;
  return Array.isArray(list) ? list : cell.split(/\r?\n/).filter((line) => line.trim() !== '');
};

const withoutEmpty = (cells: Cells['cells']): Cells['cells'] =>
  Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== ''));

const renamed =
  (names: Readonly<Record<string, string>>) =>
  ({ place, cells }: Cells): Cells => ({
    place,
    cells: Object.fromEntries(Object.entries(cells).map(([name, value]) => [names[name] ?? name, value])),
  });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
};
