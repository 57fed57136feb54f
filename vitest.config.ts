import { defineConfig } from 'vitest/config';
import './tests/fixtures/setup/time-zone.ts';

const consoleCheck = 'tests/fixtures/setup/console.ts';
const locale = 'tests/fixtures/setup/locale.ts';
// What talks to a real server has the server's clock.
const fixedDate = 'tests/fixtures/setup/fixed-date.ts';
// A test that comes to no expectation fails. Those of screens often end with what Testing Library looks for.
const expectSettings = { requireAssertions: true };

/** A busy machine is no failure. */
const UNIT_TIMEOUT_MS = 20_000;

/** Unit tests that need a page or its storage, or a process of their own because they replace a module. */
const ISOLATED = [
  'tests/unit/account/auth.test.ts',
  'tests/unit/account/import.test.ts',
  'tests/unit/account/session-lock.test.ts',
  'tests/unit/app/access.test.ts',
  'tests/unit/app/mailed-links.test.ts',
  'tests/unit/app/screens.test.ts',
  'tests/unit/store/dependents.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts', 'src/**/*.test.ts'],
          exclude: ISOLATED,
          environment: 'node',
          isolate: false,
          testTimeout: UNIT_TIMEOUT_MS,
          setupFiles: [consoleCheck, fixedDate, locale, 'fake-indexeddb/auto'],
        },
      },
      {
        extends: true,
        test: {
          name: 'components',
          include: ['tests/unit/**/*.test.tsx', 'src/**/*.test.tsx', ...ISOLATED],
          environment: 'happy-dom',
          testTimeout: UNIT_TIMEOUT_MS,
          setupFiles: [
            consoleCheck,
            fixedDate,
            locale,
            'tests/fixtures/setup/browser.ts',
            'tests/fixtures/setup/presses.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'architecture',
          expect: expectSettings,
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
          expect: expectSettings,
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
          expect: expectSettings,
          include: ['tests/database/**/*.test.ts'],
          environment: 'node',
          // One process for all files compiles PGlite once.
          isolate: false,
          setupFiles: [consoleCheck],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'functions',
          expect: expectSettings,
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
          expect: expectSettings,
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
