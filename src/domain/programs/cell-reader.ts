import { isLabel, isLongerThan, isLongText, normalLabel, normalText } from '../values/text.ts';
import { PROGRAM_LIMITS } from './program.ts';

export type FaultCode =
  | 'missing'
  | 'not_text'
  | 'not_a_label'
  | 'too_long'
  | 'not_a_number'
  | 'not_yes_or_no'
  | 'unknown_value'
  | 'after_last_day'
  | 'too_many_tasks'
  | 'not_a_record';

/** One thing that cannot be read. Its row is left out. */
export interface FileFault {
  /** "Row 5" of a table, counted with the header; "tasks[3]" of JSON. */
  place: string;
  column: string;
  code: FaultCode;
  value: string;
}

/** The cells of one part of the program, as they are in the file. */
export interface Cells {
  place: string;
  cells: Readonly<Record<string, unknown>>;
}

/** The column of something that has no columns. */
export const NOT_A_RECORD = 'not a record';

/** Reads the cells of one record. A cell that cannot be read is a fault; what is returned for it is not used. */
export class CellReader {
  isValid = true;

  constructor(
    private readonly part: Cells,
    private readonly faults: FileFault[],
  ) {
    if (NOT_A_RECORD in part.cells) this.fault(NOT_A_RECORD, 'not_a_record');
  }

  fault(column: string, code: FaultCode): void {
    // Of something that is no record at all, its columns are not missing besides.
    if (!this.isValid && NOT_A_RECORD in this.part.cells) return;
    this.isValid = false;
    const value = this.part.cells[column] ?? '';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    this.faults.push({ place: this.part.place, column: column === NOT_A_RECORD ? '' : column, code, value: text });
  }

  label(column: string, limit: number, fallback?: string): string {
    const value = this.present(column, fallback);
    if (value === undefined) return fallback ?? '';
    if (typeof value !== 'string') return this.refuse(column, 'not_text', fallback ?? '');
    const label = normalLabel(value);
    if (label === '' && fallback !== undefined) return fallback;
    if (isLongerThan(label, limit)) return this.refuse(column, 'too_long', '');
    return isLabel(label) ? label : this.refuse(column, label === '' ? 'missing' : 'not_a_label', '');
  }

  /** A label, or empty. */
  contentLabel(column: string): string {
    return this.label(column, PROGRAM_LIMITS.name, '');
  }

  longText(column: string): string | null {
    const value = this.present(column, null);
    if (value === undefined || value === '') return null;
    if (typeof value !== 'string') return this.refuse(column, 'not_text', null);
    const text = normalText(value);
    return isLongText(text) ? text : this.refuse(column, 'too_long', null);
  }

  number<Fallback extends null | number = never>(
    column: string,
    min: number,
    max: number,
    fallback?: Fallback,
  ): number | Fallback {
    const value = this.present(column, fallback);
    if (value === undefined) return fallback === undefined ? min : fallback;
    const number = typeof value === 'string' && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : value;
    const isValid = typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max;
    return isValid ? number : this.refuse(column, 'not_a_number', fallback === undefined ? min : fallback);
  }

  flag(column: string, fallback: boolean): boolean {
    const value = this.present(column, fallback);
    if (value === undefined) return fallback;
    const known = FLAGS.get(typeof value === 'string' ? value.trim().toLowerCase() : value);
    return known ?? this.refuse(column, 'not_yes_or_no', fallback);
  }

  choice<Choice extends string>(column: string, choices: readonly Choice[], fallback: Choice): Choice {
    const value = this.present(column, fallback);
    if (value === undefined) return fallback;
    const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
    return choices.find((choice) => choice === text) ?? this.refuse(column, 'unknown_value', fallback);
  }

  currency(): string {
    const value = this.present('currency', 'EUR');
    if (value === undefined) return 'EUR';
    const isCode = typeof value === 'string' && /^[A-Z]{3}$/.test(value);
    return isCode ? value : this.refuse('currency', 'unknown_value', 'EUR');
  }

  options(column: string): string[] | null {
    const value = this.part.cells[column];
    if (value === null || value === undefined) return null;
    const options = Array.isArray(value)
      ? value.map((option: unknown) => (typeof option === 'string' ? normalLabel(option) : null))
      : [];
    const areLabels = options.every(
      (option) => option !== null && (option === '' || (isLabel(option) && !isLongerThan(option, PROGRAM_LIMITS.name))),
    );
    return Array.isArray(value) && areLabels ? (options as string[]) : this.refuse(column, 'not_a_label', null);
  }

  /** `undefined` where there is none, which is a fault where there is no fallback either. */
  private present(column: string, fallback: unknown): unknown {
    const value = this.part.cells[column];
    if (value !== undefined && value !== null && value !== '') return value;
    if (fallback === undefined) this.fault(column, 'missing');
    return undefined;
  }

  private refuse<Value>(column: string, code: FaultCode, instead: Value): Value {
    this.fault(column, code);
    return instead;
  }
}

const FLAGS = new Map<unknown, boolean>([
  ...[true, 'yes', 'true', '1', 'x'].map((value) => [value, true] as const),
  ...[false, 'no', 'false', '0'].map((value) => [value, false] as const),
]);
