// Runs Cadence on this machine: `start.mjs` (built), `start.mjs dev` (hot reload), `start.mjs reset`.
// Plain JavaScript, in syntax that old versions of Node read too: nothing is installed yet.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureInstalled, npm, requireNode } from './install.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const fail = (sentence) => {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
};

const SOURCES = ['index.html', 'package.json', 'package-lock.json', 'public', 'src', 'tsconfig.json', 'vite.config.ts'];

const filesIn = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap((name) => filesIn(join(path, name)))
    : [path];

/** Changes with every source of the client, and with what the build reads from the environment. */
const fingerprintOfSources = () => {
  const hash = createHash('sha256');
  for (const file of SOURCES.map((name) => join(root, name))
    .filter(existsSync)
    .flatMap(filesIn)) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  for (const name of Object.keys(process.env)
    .filter((name) => name.startsWith('VITE_'))
    .sort()) {
    hash.update(`${name}=${process.env[name]}\0`);
  }
  return hash.digest('hex');
};

const buildClient = () => {
  const note = join(root, 'dist/.sources');
  const fingerprint = fingerprintOfSources();
  if (existsSync(note) && readFileSync(note, 'utf8') === fingerprint) return;
  process.stdout.write('Building the app …\n');
  if (!npm('run', '--silent', 'build', '--', '--logLevel', 'warn')) {
    fail('The app could not be built; the reason is above. Nothing was started.');
  }
  writeFileSync(note, fingerprint);
};

/**
 * When npm is ended by SIGKILL, nobody is left to serve. The npm scripts `exec` this one where the shell has `exec`, on
 * anything but Windows: npm is then the parent, and its signals are not caught by a shell in between, as dash does.
 */
const endWithNpm = () => {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 250).unref();
};

const command = process.argv[2] || 'start';
try {
  requireNode();
  ensureInstalled();
} catch (sentence) {
  fail(sentence.message);
}
if (command === 'start' && !process.env.CADENCE_CLIENT_DIR) buildClient();
process.chdir(root);
endWithNpm();
process.env.LITE_TELEMETRY = '0';
process.env.DO_NOT_TRACK = '1';
if (command !== 'reset') process.argv.splice(2, 1, '--programs', ...(command === 'dev' ? ['--dev'] : []));
import('tsx/esm/api')
  .then(({ register }) => {
    register();
    return import(pathToFileURL(join(root, 'supabase/local', command === 'reset' ? 'reset.ts' : 'main.ts')).href);
  })
  .catch((error) => fail(`Cadence could not start: ${error.message}`));
