/**
 * `node tests/run-dates.mjs [--all-files] [NAME…]`: runs the unit and sync tests that read the clock, or all of them,
 * at the named days and zones, or at all of them.
 */
import { parseArgs } from 'node:util';
import { clockReadingTests, dateSteps } from './run/dates.mjs';
import { runAll } from './run/report.mjs';
import { chooseSteps, resolvePrograms } from './run/steps.mjs';

try {
  const { values, positionals } = parseArgs({ options: { 'all-files': { type: 'boolean' } }, allowPositionals: true });
  const steps = dateSteps(values['all-files'] ? [] : clockReadingTests()).map(resolvePrograms);
  process.exitCode = (await runAll(chooseSteps(steps, positionals))) > 0 ? 1 : 0;
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
}
