import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { manifest } from './src/app/manifest.ts';
import { preloads } from './src/app/preloads.ts';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [
    react(),
    preloads(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/app',
      filename: 'service-worker.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest,
      injectManifest: { globPatterns: ['**/*.{js,css,html,woff2,svg,png}'] },
    }),
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
            // A hundred small files take a service worker longer than their few kilobytes do.
            { name: 'start', tags: ['$initial'], priority: 2 },
            { name: 'entrance', test: /src\/features\/auth\/SignInScreen\.tsx$/, priority: 1 },
            { name: 'work', test: /src\/(app\/Workplace|features\/today\/TodayScreen)\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
});
