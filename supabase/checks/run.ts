/**
 * Checks the schema as a real PostgreSQL sees it, with the migrations applied by the Supabase CLI:
 * `tsx supabase/checks/run.ts [--write] schema | advisors | types | authority …`. `--write` renews the
 * generated files instead of comparing them.
 */
import { openScratchPostgres } from '../local/scratch-postgres.ts';
import { checkAdvisors } from './advisors.ts';
import { renderAuthority } from './authority.ts';
import { generatedFile } from './generated-file.ts';
import { checkSchemaFiles } from './schema-files.ts';
import { supabaseCli } from './supabase-cli.ts';
import { renderDatabaseTypes } from './types.ts';

const write = process.argv.includes('--write');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--write');

const checks: Record<string, (url: string) => Promise<void>> = {
  schema: checkSchemaFiles,
  advisors: checkAdvisors,
  types: generatedFile({
    path: 'src/contract/database.types.ts',
    render: renderDatabaseTypes,
    renew: 'gen:types',
    write,
  }),
  authority: generatedFile({ path: 'supabase/AUTHORITY.md', render: renderAuthority, renew: 'gen:authority', write }),
};

const unknown = wanted.filter((name) => !(name in checks));
if (wanted.length === 0 || unknown.length > 0) {
  console.error(`Name what to check: ${Object.keys(checks).join(', ')}.`);
  process.exit(2);
}

const server = await openScratchPostgres();
try {
  await supabaseCli(['migration', 'up', `--remote=${server.url}`, '--yes']);
  for (const name of wanted) {
    await checks[name]?.(server.url);
    console.log(`${name}: ${write ? 'written' : 'ok'}`);
  }
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
} finally {
  await server.close();
}
