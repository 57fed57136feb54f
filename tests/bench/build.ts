import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** Builds the page at `root`/index.html for production into a new directory, and tells which. */
export const buildPage = async (root: string): Promise<string> => {
  const outDir = await mkdtemp(join(tmpdir(), 'cadence-bench-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    // RxDB brings one of its own, and Dexie does not stand a second version in one page.
    resolve: { dedupe: ['dexie'] },
    build: { outDir, emptyOutDir: true, modulePreload: { polyfill: false } },
  });
  return outDir;
};
