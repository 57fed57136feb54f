import { useStore } from 'zustand';
import type { Connection } from './connection.ts';
import type { CadenceDatabase } from './database.ts';

export const useConnection = (db: CadenceDatabase): Connection => useStore(db.connection);
