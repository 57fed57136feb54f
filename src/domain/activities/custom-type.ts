import { derivedId } from '../sync/derived-id.ts';
import { nameKey } from '../values/fold.ts';

/**
 * The id of a person's type of this name, however it is written: devices that add the same type offline, one as "Demo" and
 * one as "demo", add one row. The database's `private.type_id` computes the same.
 */
export const customTypeId = (userId: string, name: string): string =>
  derivedId('program_custom_activity_types', userId, nameKey(name));
