import type { Account, Contact, Lead, VendorData } from './data.ts';
import type { TableReader } from './table.ts';

/** Datetimes are milliseconds since 1970. */
export type FieldValue = string | number | boolean | null;
export type ObjectRow = Record<string, FieldValue> & { Id: number };

export interface Field {
  name: string;
  type: 'number' | 'string' | 'boolean' | 'datetime';
  isNullable: boolean;
  isReadOnly: boolean;
}

/** A kind of rows, such as `Account`. */
export interface ObjectType {
  entity: string;
  fields: readonly Field[];
  table: TableReader<ObjectRow, number>;
}

type FieldKind = Omit<Field, 'name'>;

const id: FieldKind = { type: 'number', isNullable: false, isReadOnly: true };
const time: FieldKind = { type: 'datetime', isNullable: false, isReadOnly: true };
const text: FieldKind = { type: 'string', isNullable: false, isReadOnly: false };
const flag: FieldKind = { type: 'boolean', isNullable: false, isReadOnly: false };
const optionalText: FieldKind = { ...text, isNullable: true };
const optionalNumber: FieldKind = { type: 'number', isNullable: true, isReadOnly: false };

const ACCOUNT: Record<keyof Account, FieldKind> = {
  Id: id,
  Name: text,
  CrmId: optionalText,
  Tier: text,
  Partner_Manager__cf: optionalText,
  Partner_Manager_Email__cf: optionalText,
  Northpass_Group_Id__cf: optionalText,
  Total_NPCU__cf: optionalNumber,
  Certified_People__cf: optionalNumber,
  Expiring_Certificates__cf: optionalNumber,
  IsActive: flag,
  Updated: time,
};

const CONTACT: Record<keyof Contact, FieldKind> = {
  Id: id,
  AccountId: optionalNumber,
  FirstName: text,
  LastName: text,
  Email: optionalText,
  IsActive: flag,
  Updated: time,
};

const LEAD: Record<keyof Lead, FieldKind> = {
  Id: id,
  AccountId: optionalNumber,
  Name: text,
  FirstName: text,
  LastName: text,
  CompanyName: text,
  Status: text,
  Created: time,
  Updated: time,
};

const fieldsOf = (kinds: Record<string, FieldKind>): Field[] =>
  Object.entries(kinds).map(([name, kind]) => ({ name, ...kind }));

export const ACCOUNT_FIELDS: readonly Field[] = fieldsOf(ACCOUNT);

export const objectTypes = (data: VendorData): readonly ObjectType[] => [
  { entity: 'Account', fields: ACCOUNT_FIELDS, table: data.accounts },
  { entity: 'User', fields: fieldsOf(CONTACT), table: data.contacts },
  { entity: 'Lead', fields: fieldsOf(LEAD), table: data.leads },
];

/** Of queries, where case does not count. */
export const findField = (fields: readonly Field[], name: string): Field | undefined => {
  const lowerCase = name.toLowerCase();
  return fields.find((field) => field.name.toLowerCase() === lowerCase);
};

/** The row as it is returned: the first letter of each key is small, and datetimes are six hours behind UTC. */
export const rowBody = (row: ObjectRow, fields: readonly Field[]): Record<string, FieldValue> =>
  Object.fromEntries(
    fields.map(({ name, type }) => {
      const value = row[name] ?? null;
      const isInstant = type === 'datetime' && typeof value === 'number';
      return [name.charAt(0).toLowerCase() + name.slice(1), isInstant ? zonedDatetime(value) : value];
    }),
  );

const SIX_HOURS_MS = 21_600_000;

const zonedDatetime = (at: number): string =>
  `${new Date(at - SIX_HOURS_MS).toISOString().replace(/(?:\.000)?Z$/, '')}-06:00`;
