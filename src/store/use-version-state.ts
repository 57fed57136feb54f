import { useStore } from 'zustand';
import type { CadenceDatabase } from './database.ts';
import type { DatabaseVersionState } from './version-state.ts';

export const useDatabaseVersionState = (db: CadenceDatabase): DatabaseVersionState => useStore(db.versionState);
