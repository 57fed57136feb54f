import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dateEnv } from './dates.mjs';
import { vitest } from './vitest.mjs';

export const ROOT = join(import.meta.dirname, '../..');

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[][]} commands programs of node_modules by their path, with their parameters
 * @property {Record<string, string>} [env]
 * @property {'vitest' | 'playwright'} [report] who counts the step's tests; without it the step itself is one
 * @property {boolean} [browser] whether it needs a Chromium
 * @property {string} [after] the step that has to succeed before it starts
 * @property {string} [needs] the file or folder that it is about
 */

const BIN = {
  eslint: 'eslint/bin/eslint.js',
  prettier: 'prettier/bin/prettier.cjs',
  tsc: 'typescript/bin/tsc',
  depcruise: 'dependency-cruiser/bin/dependency-cruise.mjs',
  deno: 'deno/bin.cjs',
  knip: 'knip/bin/knip.js',
  vitest: 'vitest/vitest.mjs',
  tsx: 'tsx/dist/cli.mjs',
  vite: 'vite/bin/vite.js',
  'size-limit': 'size-limit/bin.js',
  playwright: '@playwright/test/cli.js',
};

/**
 * In the order in which they start: what others need first, then the longest, so that all processors are busy to the end.
 *
 * @type {Step[]}
 */
const STEPS = [
  { name: 'build', commands: [['vite', 'build']], needs: 'vite.config.ts' },
  {
    name: 'e2e',
    commands: [['playwright', 'test', '--config', 'tests/e2e']],
    report: 'playwright',
    browser: true,
    after: 'build',
    needs: 'tests/e2e',
  },
  {
    name: 'unit',
    commands: [vitest(['unit', 'components', 'architecture'])],
    // A Sunday on which the clocks change, late in the evening, when UTC has the next day.
    env: dateEnv('clocks-forward-st-johns'),
    report: 'vitest',
  },
  { name: 'database', commands: [vitest(['database'])], report: 'vitest', needs: 'tests/database' },
  {
    name: 'sync',
    commands: [vitest(['sync'])],
    // Half an hour after midnight, when UTC has the day before.
    env: dateEnv('leap-day-auckland'),
    report: 'vitest',
    needs: 'tests/sync',
  },
  { name: 'lint', commands: [['eslint', '.', '--max-warnings', '0']] },
  { name: 'local', commands: [vitest(['local'])], report: 'vitest', after: 'build', needs: 'tests/local' },
  { name: 'functions', commands: [vitest(['functions'])], report: 'vitest', needs: 'tests/functions' },
  {
    name: 'types',
    commands: [
      ['tsc', '-p', '.'],
      ['tsc', '-p', 'src/domain'],
      ['deno', 'check', '--no-lock', '--node-modules-dir=manual', 'supabase/functions'],
    ],
  },
  {
    name: 'nemesis',
    commands: [['tsx', 'tests/nemesis/run.ts', '--minutes', '0.4', '--clients', '5', '--seed', '3', '--restores']],
    needs: 'tests/nemesis',
  },
  { name: 'schema', commands: [['tsx', 'supabase/checks/run.ts', 'schema', 'types', 'authority', 'advisors']] },
  { name: 'format', commands: [['prettier', '--check', '.', '--log-level', 'warn']] },
  { name: 'imports', commands: [['depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'supabase', 'tests']] },
  { name: 'unused', commands: [['knip']] },
  { name: 'size', commands: [['size-limit']], after: 'build', needs: 'vite.config.ts' },
];

/** The steps whose subject is in this tree, with their commands ready to be spawned. */
export const existingSteps = () =>
  STEPS.filter(({ needs }) => needs === undefined || isThere(needs)).map(resolvePrograms);

/** @param {Step} step */
export const resolvePrograms = (step) => ({
  ...step,
  commands: step.commands.map(([program, ...parameters]) => [join(ROOT, 'node_modules', BIN[program]), ...parameters]),
});

/** The steps of these names, in their order; all of them where none is named. Throws where a name is unknown. */
export const chooseSteps = (steps, names) => {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `There is no check named ${unknown.join(', ')}. There are: ${steps.map(({ name }) => name).join(', ')}.`,
    );
  }
  return names.length > 0 ? steps.filter(({ name }) => names.includes(name)) : steps;
};

/** A folder of tests counts when it holds one. */
const isThere = (path) => {
  const full = join(ROOT, path);
  if (!path.startsWith('tests/')) return existsSync(full);
  return (
    existsSync(full) && readdirSync(full, { recursive: true }).some((file) => /\.(test|spec)\.tsx?$/.test(String(file)))
  );
};
