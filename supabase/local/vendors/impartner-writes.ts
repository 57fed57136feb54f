import type { Account, VendorData } from './data.ts';
import { ACCOUNT_FIELDS } from './impartner-objects.ts';
import { VendorFailure, type VendorRequest } from './vendor.ts';

const MAX_ITEMS = 50;

/** Writes of accounts. Field names are taken as they are written: their case counts. */
export const accountWrites = (data: VendorData, now: () => number) => {
  const { accounts } = data;
  let lastId = 0;
  const newId = () => {
    lastId = Math.max(lastId, accounts.all().at(-1)?.Id ?? 0) + 1;
    return lastId;
  };

  /** @throws VendorFailure where nothing of it was written. */
  const change = (id: number, values: Record<string, unknown>) => {
    if (!accounts.get(id)) throw new VendorFailure(404, `There is no Account ${id}.`);
    accounts.edit(id, writableValues(values), now());
  };

  const changeItem = (item: unknown, isFailing: boolean) => {
    const { Id: id, ...values } = isRecord(item) ? item : {};
    const result = { id: typeof id === 'number' ? id : null };
    try {
      if (typeof id !== 'number') throw new VendorFailure(200, 'Id is missing.');
      if (isFailing) throw new VendorFailure(200, 'The record is locked by another process.');
      change(id, values);
      return { ...result, success: true };
    } catch (error) {
      if (error instanceof VendorFailure) return { ...result, success: false, message: error.message };
      throw error;
    }
  };

  return {
    /** `PATCH /Account`: an array of at most 50 `{Id, Field: value}`. Each is written or fails by itself. */
    patchMany: async ({ request, effects: { failingItems } }: VendorRequest): Promise<object> => {
      const items = await bodyOf(request);
      if (!Array.isArray(items)) throw new VendorFailure(200, 'The body is not an array.');
      if (items.length > MAX_ITEMS) throw new VendorFailure(200, `There are more than ${MAX_ITEMS} items.`);
      const results = items.map((item: unknown, index) =>
        changeItem(item, failingItems !== null && (index + 1) % failingItems === 0),
      );
      if (data.writeResults === 'results') return { results, success: true };
      if (data.writeResults === 'data') return { data: results, success: true };
      return { data: { count: results.length, entity: 'Account', results }, success: true };
    },
    /** `PATCH /Account/{id}`: `{Field: value}`. */
    patchOne: async (id: number, { request, effects }: VendorRequest): Promise<object> => {
      const values = await bodyOf(request);
      if (!isRecord(values)) throw new VendorFailure(200, 'The body is not an object.');
      if (effects.failingItems === 1) throw new VendorFailure(200, 'The record is locked by another process.');
      change(id, values);
      return { data: { id }, success: true };
    },
    /** `PUT /Account`: `{Name, Field: value}`, which gets an id. */
    create: async ({ request }: VendorRequest): Promise<object> => {
      const values = await bodyOf(request);
      if (!isRecord(values)) throw new VendorFailure(200, 'The body is not an object.');
      const written = writableValues(values);
      if (written.Name === undefined) throw new VendorFailure(200, 'Name is missing.');
      const Id = newId();
      accounts.add({ ...NEW_ACCOUNT, Name: written.Name, ...written, Id, Updated: now() });
      return { data: { id: Id }, success: true };
    },
  };
};

const NEW_ACCOUNT = {
  CrmId: null,
  Tier: 'Registered',
  Partner_Manager__cf: null,
  Partner_Manager_Email__cf: null,
  Northpass_Group_Id__cf: null,
  Total_NPCU__cf: null,
  Certified_People__cf: null,
  Expiring_Certificates__cf: null,
  IsActive: true,
} satisfies Partial<Account>;

const writableValues = (values: Record<string, unknown>): Partial<Account> => {
  for (const [name, value] of Object.entries(values)) {
    const field = ACCOUNT_FIELDS.find((one) => one.name === name);
    if (!field) throw new VendorFailure(200, `There is no field ${name}.`);
    if (field.isReadOnly) throw new VendorFailure(200, `${name} is read only.`);
    if (!(value === null ? field.isNullable : typeof value === field.type)) {
      throw new VendorFailure(200, `${name} is a ${field.type}${field.isNullable ? ' or null' : ''}.`);
    }
  }
  return values;
};

const bodyOf = async (request: Request): Promise<unknown> => {
  try {
    return await request.json();
  } catch {
    throw new VendorFailure(200, 'The body is not JSON.');
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
