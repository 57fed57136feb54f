// What every command of this repository does first, in plain JavaScript without dependencies and in
// syntax that old versions of Node read too: it is what finds out that Node is old and packages are missing.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** @throws a sentence for people where this Node is too old. */
export const requireNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Error(
    `Cadence needs Node ${OLDEST_NODE.join('.')} or newer, and this is Node ${process.versions.node}. ` +
      'Install a newer one from https://nodejs.org and start again.',
  );
};

/** Runs npm in this repository, with its output on this terminal; true on exit code 0. */
export const npm = (...words) => {
  const program = process.env.npm_execpath;
  const outcome = program
    ? spawnSync(process.execPath, [program, ...words], { cwd: ROOT, stdio: 'inherit' })
    : spawnSync('npm', words, { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' });
  return outcome.status === 0;
};

/** Installs what package-lock.json lists, unless exactly that is installed. @throws a sentence when it cannot. */
export const ensureInstalled = () => {
  if (isInstalled(ROOT)) return;
  process.stdout.write('Installing dependencies (once) …\n');
  if (!npm('ci', '--include=dev', '--no-audit', '--no-fund')) {
    throw new Error(
      'The dependencies could not be installed; npm says why above. Check the connection and start again.',
    );
  }
};

/** True where what npm noted in node_modules is what package-lock.json asks for. */
const isInstalled = (root) => {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(join(root, 'node_modules/.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    // Packages for other platforms are wanted by nobody here.
    if (!found) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
};

const packagesOf = (lockFile) => {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return null;
  }
};
