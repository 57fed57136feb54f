import type { Profile } from '../../domain/profiles/profile.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { write } from '../../store/write.ts';

/** The person's own profile; `undefined` until the first sync has brought it. */
export const getProfile = (db: CadenceDatabase): Promise<Profile | undefined> => db.getRow('profiles', db.userId);

export const updateProfile = (
  db: CadenceDatabase,
  updates: Partial<Pick<Profile, 'display_name' | 'time_zone'>>,
): Promise<void> => write(db, [{ op: 'update', table: 'profiles', row: db.userId, fields: updates }]);
