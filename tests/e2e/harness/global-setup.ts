import { rm } from 'node:fs/promises';
import { ProductServer } from './server.ts';

/** Fills a database with the demo people once; each server of the run begins with a copy. Returns what removes it. */
export default async (): Promise<() => Promise<void>> => {
  const server = await ProductServer.start();
  const folder = await server.stopAndKeep();
  process.env['CADENCE_E2E_DATA'] = folder;
  return () => rm(folder, { recursive: true, force: true });
};
