import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/* Browsers say on networks that work that they are offline. */

const SRC = join(import.meta.dirname, '../../src');
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(SRC, path), 'utf8') }));

const pathsWith = (pattern: RegExp): string[] =>
  sources
    .filter(({ text }) => pattern.test(text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '')))
    .map(({ path }) => path)
    .sort();

test('only the hint for screens and the one for requests read what the browser says about the connection', () => {
  expect(pathsWith(/\.onLine\b/)).toEqual(['api/reachability.ts', 'sync/use-program-sync.ts']);
});

test('no control is disabled because the browser says that it is offline', () => {
  expect(pathsWith(/disabled=\{[^}]*isOnline/)).toEqual([]);
});
