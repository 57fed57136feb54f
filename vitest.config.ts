import { defineConfig } from 'vitest/config';
import './tests/harness/time-zone.ts';

const consoleCheck = 'tests/harness/console.ts';
// What talks to a real server has the server's clock.
const fixedDate = 'tests/harness/fixed-date.ts';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}', 'src/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          setupFiles: [consoleCheck, fixedDate, 'tests/harness/browser.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'architecture',
          include: ['tests/architecture/**/*.test.ts'],
          environment: 'node',
          setupFiles: [consoleCheck],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'sync',
          include: ['tests/sync/**/*.test.ts', 'tests/nemesis/**/*.test.ts'],
          environment: 'node',
          setupFiles: [consoleCheck, fixedDate, 'fake-indexeddb/auto'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['tests/database/**/*.test.ts'],
          environment: 'node',
          setupFiles: [consoleCheck],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'functions',
          include: ['tests/functions/**/*.test.ts'],
          environment: 'node',
          setupFiles: [consoleCheck],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'local',
          include: ['tests/local/**/*.test.ts'],
          environment: 'node',
          setupFiles: [consoleCheck],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
