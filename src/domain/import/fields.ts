import { isLosslessNumber } from 'lossless-json';
import { Unreadable } from './outcome.ts';

/** A JSON object. */
export type Members = Record<string, unknown>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);

/** A name in snake case: `follow_up_date` for `followUpDate`, `follow-up-date` and `Follow up date`. */
export const plainName = (name: string): string =>
  name
    .trim()
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replace(/[\s_-]+/g, '_')
    .toLowerCase();

const hasValue = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** The members of one row by their plain names, without empty ones; tracks which have been read. */
export class Fields {
  private readonly unread: { key: string; name: string; value: unknown }[];

  constructor(row: Members) {
    this.unread = Object.entries(row)
      .filter(([, value]) => hasValue(value))
      .map(([key, value]) => ({ key, name: plainName(key), value }));
  }

  /** Whether an unread member has this name. */
  has(name: string): boolean {
    return this.unread.some((field) => field.name === name);
  }

  /** The raw value, which stays unread. */
  peek(name: string): unknown {
    return this.unread.find((field) => field.name === name)?.value;
  }

  /**
   * The first of `names` that has a value, parsed by `reader`; `null` where none has.
   * @throws Unreadable with the member's original name.
   */
  read<Value>(reader: (value: unknown) => Value, ...names: string[]): Value | null {
    const name = names.find((candidate) => this.has(candidate));
    const index = this.unread.findIndex((field) => field.name === name);
    const [field] = index < 0 ? [] : this.unread.splice(index, 1);
    if (!field) return null;
    try {
      return reader(field.value);
    } catch (error) {
      throw error instanceof Unreadable ? new Unreadable(error.code, field.key) : error;
    }
  }

  /** As `read`, for a required member. @throws Unreadable `missing` */
  require<Value>(reader: (value: unknown) => Value, ...names: [string, ...string[]]): NonNullable<Value> {
    const value = this.read(reader, ...names);
    if (value === null || value === undefined) throw new Unreadable('missing', names[0]);
    return value;
  }

  /** The members that were not read, by their original names. */
  rest(): Members {
    return Object.fromEntries(this.unread.map(({ key, value }) => [key, value]));
  }
}
