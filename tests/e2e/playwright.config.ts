import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  globalSetup: './harness/global-setup.ts',
  // Each worker runs a server with a database of its own; two cores carry one well.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'line',
  use: {
    // A test that waits for something that never comes ends well before its own limit.
    actionTimeout: 30_000,
    // A trace costs a tenth of the time: `npx playwright test --config tests/e2e --trace on NAME` records one.
    trace: 'off',
  },
});
