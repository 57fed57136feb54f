import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { headersFile } from './config-files.ts';
import { ASSETS } from './rules.ts';

/** Writes the file `_headers` for hosts that read it. */
export const headersPlugin = (publishedDirectory: () => string): Plugin => {
  let projectUrl: string | undefined;
  return {
    name: 'headers-file',
    apply: 'build',
    configResolved: ({ env }) => {
      projectUrl = (env['VITE_SUPABASE_URL'] as string | undefined) ?? undefined;
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const published = publishedDirectory();
        const files = await readdir(join(published, ASSETS));
        const assets = files.filter((file) => /\.(js|css|woff2)$/.test(file)).map((file) => `${ASSETS}${file}`);
        const html = await readFile(join(published, 'index.html'), 'utf8');
        await writeFile(join(published, '_headers'), headersFile(html, assets.sort(), projectUrl || undefined));
      },
    },
  };
};
