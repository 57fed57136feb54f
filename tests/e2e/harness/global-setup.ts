import { rm } from 'node:fs/promises';
import { ProductServer } from './server.ts';

/** Fills a database with the demo accounts once; each server of the run starts with a copy. Returns its removal. */
export default async (): Promise<() => Promise<void>> => {
  const server = await ProductServer.start();
  const folder = await server.stopKeepingData();
  process.env['CADENCE_E2E_DATA'] = folder;
  return () => rm(folder, { recursive: true, force: true });
};
