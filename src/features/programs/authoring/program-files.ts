import type { Draft } from '../../../domain/programs/draft-plan.ts';
import { programFileOf, programJson, programTable } from '../../../domain/programs/program-file.ts';
import type { FaultCode, FileFault } from '../../../domain/programs/cell-reader.ts';
import {
  readProgramJson,
  readProgramTable,
  type ReadProgram,
  type UnreadableFile,
} from '../../../domain/programs/read-program-file.ts';
import { downloadCsv, fromCsv } from '../../../shared/files/csv.ts';
import { downloadFile } from '../../../ui/download.ts';
import { formatBytes } from '../../../ui/format.ts';

/** @returns as `downloadFile` does. */
export const exportProgram = (draft: Draft, format: 'csv' | 'json'): Promise<boolean> => {
  const file = programFileOf(draft);
  const name = fileName(file.program.title);
  return format === 'csv'
    ? downloadCsv(name, programTable(file))
    : downloadFile(`${name}.json`, programJson(file), 'application/json');
};

/** Without what file systems do not take. */
const fileName = (title: string): string =>
  title
    .replace(/[\\/:*?"<>|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80) || 'program';

/** Larger than any program. */
const FILE_SIZE_LIMIT = 20_000_000;

/** What a file holds, by its name's ending or, without a known one, its first character. */
export const readProgramFile = async (file: File): Promise<ReadProgram | UnreadableFile | { tooLarge: string }> => {
  if (file.size > FILE_SIZE_LIMIT) return { tooLarge: formatBytes(FILE_SIZE_LIMIT) };
  const text = decode(await file.arrayBuffer());
  const name = file.name.replace(/\.[^.]*$/, '');
  const isJson = /\.json$/i.test(file.name) || (!/\.(csv|tsv|txt)$/i.test(file.name) && /^\s*[{[]/.test(text));
  return isJson ? readProgramJson(text, name) : readProgramTable(await fromCsv(text), name);
};

/** Spreadsheets on Windows still write the code page of Western Europe. */
const decode = (bytes: ArrayBuffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
};

export const UNREADABLE_MESSAGES: Record<UnreadableFile['unreadable'], string> = {
  not_json: 'This is not valid JSON, or it is cut off.',
  not_a_program: 'This JSON is no program. Export one from Cadence to see the form.',
  unknown_version: 'This was exported by a newer version. Update Cadence, then try again.',
  no_title_column: 'The first row needs a column “title”, and a column “day” for the day of each task.',
};

const FAULT_MESSAGES: Record<FaultCode, string> = {
  missing: 'missing',
  not_text: 'not text',
  not_a_label: 'no name that can be read in one line',
  too_long: 'too long, or with invalid characters',
  not_a_number: 'no whole number in range',
  not_yes_or_no: 'neither yes nor no',
  unknown_value: 'not a known value',
  after_last_day: 'after the program’s last day',
  too_many_tasks: 'more tasks than a program can have',
  not_a_record: 'not an object with fields',
};

const SHOWN_VALUE_LENGTH = 60;

/** "Row 5, minutes: no whole number in range (“two”)" */
export const faultMessage = ({ place, column, code, value }: FileFault): string => {
  const shown = value.length > SHOWN_VALUE_LENGTH ? `${value.slice(0, SHOWN_VALUE_LENGTH)}…` : value;
  return `${place}${column === '' ? '' : `, ${column}`}: ${FAULT_MESSAGES[code]}${shown === '' ? '' : ` (“${shown}”)`}`;
};
