import { expect, test } from 'vitest';
import * as screens from '../../../src/app/routes/screens.ts';

// The routes load screens by the names of their exports, which no type checks.
test.each(Object.entries(screens))('%s is exported under the name that the routes load', async (_name, screen) => {
  await screen.preload();
  expect(screen.isLoaded()).toBe(true);
});
