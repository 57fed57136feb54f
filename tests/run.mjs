/**
 * `node tests/run.mjs [NAME…]`: installs what is missing, then runs the named checks, or all of them,
 * one after another. Ends with `N passed, N failed` over every test runner and check.
 */
import { ensureInstalled, requireNode } from '../supabase/local/install.mjs';
import { runAll } from './run/report.mjs';
import { existingSteps } from './run/steps.mjs';

try {
  requireNode();
  ensureInstalled();
  const steps = existingSteps();
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `There is no check named ${unknown.join(', ')}. There are: ${steps.map(({ name }) => name).join(', ')}.`,
    );
  }
  const failed = await runAll(wanted.length > 0 ? steps.filter(({ name }) => wanted.includes(name)) : steps);
  process.exitCode = failed > 0 ? 1 : 0;
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
}
