import { Unreadable } from './outcome.ts';

export type Members = Record<string, unknown>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `followUpDate`, `follow-up-date` and `Follow up date` are one name: `follow_up_date`. */
export const plainName = (name: string): string =>
  name
    .trim()
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replace(/[\s_-]+/g, '_')
    .toLowerCase();

const isSaid = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** The members of one row by their plain names. It knows which of them have been read. */
export class Fields {
  private readonly unread: { key: string; name: string; value: unknown }[];

  constructor(row: Members) {
    this.unread = Object.entries(row)
      .filter(([, value]) => isSaid(value))
      .map(([key, value]) => ({ key, name: plainName(key), value }));
  }

  has(name: string): boolean {
    return this.unread.some((field) => field.name === name);
  }

  /** As `read`, without having read it. */
  peek(name: string): unknown {
    return this.unread.find((field) => field.name === name)?.value;
  }

  /** The first of `names` that says something, read by `reader`; `null` where none does. */
  read<Value>(reader: (value: unknown) => Value, ...names: string[]): Value | null {
    const name = names.find((wanted) => this.has(wanted));
    const place = this.unread.findIndex((field) => field.name === name);
    const [field] = place < 0 ? [] : this.unread.splice(place, 1);
    if (!field) return null;
    try {
      return reader(field.value);
    } catch (fault) {
      throw fault instanceof Unreadable ? new Unreadable(fault.code, field.key) : fault;
    }
  }

  /** As `read`, of what a row cannot be without. */
  need<Value>(reader: (value: unknown) => Value, ...names: [string, ...string[]]): NonNullable<Value> {
    const value = this.read(reader, ...names);
    if (value === null || value === undefined) throw new Unreadable('missing', names[0]);
    return value;
  }

  /** What nobody has asked for, by the names that it had. */
  rest(): Members {
    return Object.fromEntries(this.unread.map(({ key, value }) => [key, value]));
  }
}
