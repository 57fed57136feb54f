import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const DOCUMENTS = readdirSync(join(ROOT, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
  .concat('README.md');

/** Where a path of a document may start: folders that every reader of the documents knows are left out. */
const BASES = ['', 'src', 'supabase', 'supabase/schemas', 'supabase/functions', 'tests'];

/** The parts of a document's code spans that are paths in the repository. */
const pathsIn = (text: string): string[] =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([\w.@-]+(?:\/[\w.@*$-]+)+\/?)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => /\.(?:[cm]?[jt]sx?|sql|css|md|toml|json|html)$|\/$/.test(path) && !path.includes('*'));

test.each(DOCUMENTS)('every file that %s names exists', (document) => {
  const missing = pathsIn(readFileSync(join(ROOT, document), 'utf8')).filter(
    (path) => !BASES.some((base) => existsSync(join(ROOT, base, path))),
  );
  expect(missing).toEqual([]);
});

test('every test that docs/invariants.md names exists', () => {
  const document = readFileSync(join(ROOT, 'docs/invariants.md'), 'utf8').replace(/\s+/g, ' ');
  const named = [...document.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title);
  const tests = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'tests'], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((path) => /\.tsx?$/.test(path) && existsSync(join(ROOT, path)))
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    .join('\n');
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((title) => !tests.includes(title))).toEqual([]);
});
