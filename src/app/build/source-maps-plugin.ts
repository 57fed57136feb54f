import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Moves the source maps out of the published folder, into a folder beside it: for whoever reads the stack of an error,
 * and not for everybody.
 */
export const sourceMapsPlugin = (publishedDirectory: () => string, folder: string): Plugin => ({
  name: 'source-maps',
  apply: 'build',
  closeBundle: {
    order: 'post',
    sequential: true,
    async handler() {
      const published = publishedDirectory();
      const target = join(dirname(published), folder);
      await rm(target, { recursive: true, force: true });
      const files = await readdir(published, { recursive: true });
      for (const file of files.filter((name) => name.endsWith('.map'))) {
        await mkdir(dirname(join(target, file)), { recursive: true });
        await rename(join(published, file), join(target, file));
      }
    },
  },
});
