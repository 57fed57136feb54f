/** What every command of this repository does first, in plain JavaScript: nothing is installed yet. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname ?? '.', '../..');
const LEAST_NODE = [20, 19];

/** Throws a sentence for people where this Node is too old. */
export const requireNode = (version = process.versions.node) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
    throw new Error(
      `Cadence needs Node ${LEAST_NODE.join('.')} or newer; this is ${version}. Install one from nodejs.org.`,
    );
  }
};

/** Installs what package-lock.json lists, unless exactly that is installed already. */
export const ensureInstalled = () => {
  if (isInstalled(ROOT)) return;
  console.log('Installing the packages that package-lock.json lists …');
  const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) throw new Error('npm ci failed; its words are above. Check the connection and run this again.');
};

/** True where node_modules holds the versions of package-lock.json; what npm left out as optional does not count. */
export const isInstalled = (root) => {
  const wanted = readLock(join(root, 'package-lock.json'));
  const present = readLock(join(root, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
  );
};

const readLock = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
};
