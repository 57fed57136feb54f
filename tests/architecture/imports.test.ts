import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const require = createRequire(import.meta.url);
const { LAYERS } = require('./layers.cjs') as { LAYERS: Record<string, string[]> };
const configuration = require('../../.dependency-cruiser.cjs') as IConfiguration;

const layers = Object.keys(LAYERS);
const pairs = layers.flatMap((from) => layers.filter((to) => to !== from).map((to) => ({ from, to })));

describe('imports between layers', () => {
  let tree: string;
  let broken: Set<string>;

  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'cadence-imports-'));
    const write = async (path: string, text: string) => {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), text);
    };
    for (const layer of layers) await write(`src/${layer}/one/target.ts`, 'export const target = 1;\n');
    for (const { from, to } of pairs) {
      await write(`src/${from}/one/to-${to}.ts`, `export type { target } from '../../${to}/one/target.ts';\n`);
    }
    await write('src/features/area/two/neighbour.ts', "export { target } from '../one/target.ts';\n");
    await write('src/features/area/one/target.ts', 'export const target = 1;\n');
    await write('src/loose.ts', 'export const loose = 1;\n');
    await write('src/app/one/to-loose.ts', "export { loose } from '../../loose.ts';\n");
    await write('tests/helper.ts', 'export const helper = 1;\n');
    await write('src/app/one/to-tests.ts', "export { helper } from '../../../tests/helper.ts';\n");
    await write('supabase/functions/_shared/shared.ts', 'export const shared = 1;\n');
    await write('supabase/functions/one/index.ts', 'export const one = 1;\n');
    const reaching = { domain: 'src/domain', contract: 'src/contract', shared: 'supabase/functions/_shared' };
    for (const [name, path] of Object.entries({ ...reaching, one: 'supabase/functions/one' })) {
      const file = { shared: 'shared', one: 'index' }[name] ?? 'one/target';
      await write(`supabase/functions/two/to-${name}.ts`, `export * from '../../../${path}/${file}.ts';\n`);
    }
    await write('tests/to-function.ts', "export { one } from '../supabase/functions/one/index.ts';\n");
    const { output } = await cruise(['src', 'supabase', 'tests'], {
      ...configuration.options,
      tsConfig: {},
      baseDir: tree,
      validate: true,
      ruleSet: { forbidden: configuration.forbidden ?? [] },
    });
    const { violations } = (output as ICruiseResult).summary;
    broken = new Set(violations.map((violation) => violation.from));
  });

  afterAll(() => rm(tree, { recursive: true }));

  const isBroken = (path: string) => broken.has(path);

  test.each(pairs)('$from → $to is allowed exactly when it is listed', ({ from, to }) => {
    expect(isBroken(`src/${from}/one/to-${to}.ts`)).toBe(!LAYERS[from]?.includes(to));
  });

  test.each([
    ['the rules', 'domain', false],
    ['what functions share', 'shared', false],
    ['the wire', 'contract', true],
    ['another function', 'one', true],
  ])('for an edge function, %s', (_, name, isForbidden) => {
    expect(isBroken(`supabase/functions/two/to-${name}.ts`)).toBe(isForbidden);
  });

  test('an edge function is called, never imported', () => {
    expect(isBroken('tests/to-function.ts')).toBe(true);
  });

  test('a feature never imports another feature', () => {
    expect(isBroken('src/features/area/two/neighbour.ts')).toBe(true);
  });

  test('a file outside every layer cannot be imported', () => {
    expect(isBroken('src/app/one/to-loose.ts')).toBe(true);
  });

  test('the app never imports from its tests', () => {
    expect(isBroken('src/app/one/to-tests.ts')).toBe(true);
  });
});
