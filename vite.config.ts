import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { headersPlugin } from './src/app/build/hosting/headers-plugin.ts';
import { addIntegrity } from './src/app/build/precache-manifest.ts';
import { precompressPlugin } from './src/app/build/precompress-plugin.ts';
import { preloadPlugin } from './src/app/build/preload-plugin.ts';
import { sourceMapsPlugin } from './src/app/build/source-maps-plugin.ts';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };

/** What only coaches and admins use, and what only some of the admin's screens do; the rest is everybody's work. */
const COACHING =
  /src\/(features\/(coaching|programs\/authoring)\/|shared\/coaching\/|app\/routes\/(Client|Programs?)Route)/;
const CHARTS = /src\/features\/(admin|coaching)\/[\w-]+\/\w+Charts\.tsx$/;
const ADMIN = /src\/features\/admin\//;
const WORK = /src\/(app|features|shared)\/|src\/ui\/LoadedRowMenu\.tsx|node_modules\/papaparse\//;
const others = (id: string) => [COACHING, ADMIN].some((test) => test.test(id));

let published = '';
const publishedDirectory = () => published;
const outputDirectory: Plugin = {
  name: 'output-directory',
  configResolved: ({ root, build }) => {
    published = resolve(root, build.outDir);
  },
};

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [
    outputDirectory,
    react(),
    preloadPlugin(),
    precompressPlugin(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/app',
      filename: 'service-worker.ts',
      registerType: 'prompt',
      injectRegister: false,
      // It lies in public/, as the other files that the build takes as they are.
      manifest: false,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,woff2,svg,png,webmanifest}'],
        globIgnores: ['assets/404.html'],
        manifestTransforms: [addIntegrity(publishedDirectory)],
      },
    }),
    sourceMapsPlugin(publishedDirectory, 'source-maps'),
    headersPlugin(publishedDirectory),
  ],
  build: {
    target: 'es2023',
    sourcemap: 'hidden',
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) => `assets/${name.replace(/~.*/, '')}-[hash].js`,
        codeSplitting: {
          groups: [
            // One file for each moment at which code is needed, with all that it imports and no earlier file has: a hundred
            // small ones would leave more moments at which the network can go, and take a service worker longer.
            { name: 'start', tags: ['$initial'], priority: 7 },
            { name: 'sign-in', test: /src\/features\/account\/(auth|pwa)\//, priority: 6 },
            {
              name: 'first-screen',
              // With the names of an invitation: they wait for no more than what is loaded after the sign-in first.
              test: /src\/(app\/(AuthenticatedApp|routes\/TodayRoute)|features\/work\/today\/TodayScreen|data\/programs\/cohort-invitation)\.tsx?$/,
              priority: 5,
            },
            // The day's tasks follow the first screen without waiting for all of the rest.
            { name: 'tasks', test: /src\/features\/work\/daily-focus\/TaskList\.tsx$/, priority: 4 },
            { name: 'work', test: (id) => WORK.test(id) && !others(id), priority: 3 },
            { name: 'coaching', test: (id) => COACHING.test(id) && !CHARTS.test(id), priority: 2 },
            { name: 'admin', test: (id) => ADMIN.test(id) && !CHARTS.test(id), priority: 1 },
            { name: 'charts', test: CHARTS, priority: 0 },
          ],
        },
      },
    },
  },
});
