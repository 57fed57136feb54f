import { installReliableStorage } from '../store/local-storage.ts';

/* The first import of main.tsx: modules read localStorage as soon as they are loaded. */

installReliableStorage(window);
