import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const PROGRAM = join(dirname(require.resolve('supabase/package.json')), 'dist/supabase.js');
const ROOT = join(import.meta.dirname, '../..');

/** Runs the Supabase CLI in this repository and gives what it printed; a failure carries its words. */
export const supabaseCli = (parameters: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, DO_NOT_TRACK: '1', SUPABASE_TELEMETRY_DISABLED: '1', PGSSLMODE: 'disable' };
    const options = { cwd: ROOT, env, maxBuffer: 64 << 20 };
    execFile(process.execPath, [PROGRAM, ...parameters, '--agent', 'no'], options, (fault, stdout, stderr) => {
      if (fault) reject(new Error(`supabase ${parameters[0] ?? ''} failed.\n${stdout}\n${stderr}`, { cause: fault }));
      else resolve(stdout);
    });
  });
