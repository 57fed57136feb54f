/**
 * `node tests/run.mjs [NAME…]`: installs what is missing, then runs the named checks, or all of them,
 * side by side. Ends with `N passed, N failed` over every test runner and check.
 */
import { ensureInstalled, requireNode } from '../supabase/local/install.mjs';

try {
  requireNode();
  ensureInstalled();
  // Only now, and not at the top: an old Node would not get past reading them.
  const { chooseSteps, existingSteps } = await import('./run/steps.mjs');
  const { runAll } = await import('./run/report.mjs');
  const failed = await runAll(chooseSteps(existingSteps(), process.argv.slice(2)));
  process.exitCode = failed > 0 ? 1 : 0;
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
}
