/**
 * Writes the baseline migration from the schema files: `npm run gen:baseline`. Only until the first deployment; from
 * then on the baseline stands, and a change is a migration of its own.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { schemaFiles } from '../local/config.ts';

const BASELINE = join(import.meta.dirname, '../migrations/20260101000000_baseline.sql');

const scripts = await Promise.all(schemaFiles().map((file) => readFile(file, 'utf8')));
await writeFile(BASELINE, [...scripts, 'reset check_function_bodies;\n'].join('\n'));
