import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** `npm run test:windows`: every screen in every window. Too long for each run of the tests. */
export default defineConfig(base, { testMatch: '*.walk.ts' });
