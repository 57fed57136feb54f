/**
 * `node tests/run.mjs [NAME…]`: installs what is missing, then runs the named checks, or all of them,
 * one after another. Ends with `N passed, N failed` over every test runner and check.
 */
import { ensureInstalled, requireNode } from '../supabase/local/install.mjs';

try {
  requireNode();
  ensureInstalled();
  // Only now, and not at the top: an old Node would not get past reading them.
  const { existingSteps } = await import('./run/steps.mjs');
  const { runAll } = await import('./run/report.mjs');
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
