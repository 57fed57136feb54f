import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';

const SYSTEM_CHROMIUM = '/usr/bin/chromium';

export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** CHROMIUM_PATH, else the system's own; `undefined` lets Playwright use the one that it installed. */
export const chromiumPath = (): string | undefined =>
  process.env.CHROMIUM_PATH ?? (existsSync(SYSTEM_CHROMIUM) ? SYSTEM_CHROMIUM : undefined);

export const launchOptions = () => {
  const executablePath = chromiumPath();
  return { args: CHROMIUM_FLAGS, ...(executablePath !== undefined && { executablePath }) };
};

export const launchBrowser = (): Promise<Browser> => chromium.launch(launchOptions());
