import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './steps.mjs';

const USUAL_PLACES = [
  // Without the parts of a browser that nobody sees, the end-to-end tests need a fifth less time.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The path of a Chromium that starts on this machine: CHROMIUM_PATH, one that is installed, or one
 * installed now (Playwright's own, or one of Debian's packages when root). Throws a sentence where none can be had.
 */
export const findChromium = async () => {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (starts(named)) return named;
    throw new Error(`CHROMIUM_PATH is ${named}, and that does not start.`);
  }
  const installed = await firstThatStarts();
  if (installed) return installed;
  console.log('No Chromium on this machine; installing one …');
  for (const install of INSTALLS) {
    install();
    const fresh = await firstThatStarts();
    if (fresh) return fresh;
  }
  throw new Error('No Chromium was found and none could be installed. Install one and set CHROMIUM_PATH to it.');
};

const firstThatStarts = async () => {
  const { chromium } = await import('@playwright/test');
  return [...USUAL_PLACES, chromium.executablePath()].find(starts);
};

/** A browser whose libraries are missing is there and does not start. */
const starts = (path) =>
  existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;

const installFromPlaywright = () =>
  run(process.execPath, [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium']);

const installFromDebian = (name) => {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  run('apt-get', ['update', '-q']);
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', name]);
};

const INSTALLS = [
  installFromPlaywright,
  () => installFromDebian('chromium-headless-shell'),
  () => installFromDebian('chromium'),
];

const run = (program, parameters) =>
  spawnSync(program, parameters, {
    stdio: 'inherit',
    timeout: 10 * 60_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
