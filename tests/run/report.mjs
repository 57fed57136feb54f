import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { countTests, reporterFor } from './counts.mjs';
import { runProgram } from './program.mjs';

/** Runs the steps in their order, one line each; what a failing step printed follows its line. Gives the failures. */
export const runAll = async (steps) => {
  const reports = mkdtempSync(join(tmpdir(), 'cadence-tests-'));
  const failedSteps = new Set();
  let passed = 0;
  let failed = 0;
  try {
    for (const step of steps) {
      const started = performance.now();
      const outcome = failedSteps.has(step.after)
        ? { ok: false, passed: 0, failed: 1, output: `It needs ${step.after}, which failed.` }
        : await runStep(step, join(reports, `${step.name}.json`));
      passed += outcome.passed;
      failed += outcome.failed;
      if (!outcome.ok) failedSteps.add(step.name);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const tests = step.report ? `${outcome.passed} passed${outcome.failed ? `, ${outcome.failed} failed` : ''}` : '';
      console.log(
        `${step.name.padEnd(12)} ${`${seconds} s`.padStart(8)}  ${outcome.ok ? 'ok' : 'FAILED'}  ${tests}`.trimEnd(),
      );
      if (!outcome.ok) console.log(`\n${outcome.output.trim()}\n`);
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed;
};

const runStep = async (step, reportFile) => {
  const reporter = step.report ? reporterFor(step.report, reportFile) : { parameters: [], env: {} };
  const env = { ...reporter.env };
  let output = '';
  let ok = true;
  try {
    if (step.browser) env.CHROMIUM_PATH = await findChromium();
    for (const command of step.commands) {
      const result = await runProgram([...command, ...reporter.parameters], env);
      output += result.output;
      ok &&= result.ok;
    }
  } catch (fault) {
    return { ok: false, passed: 0, failed: 1, output: fault instanceof Error ? fault.message : String(fault) };
  }
  if (!step.report) return { ok, passed: ok ? 1 : 0, failed: ok ? 0 : 1, output };
  const counts = countTests(step.report, reportFile);
  // A runner that broke before or after its tests failed too, and so does a test that nobody runs.
  const broken = (!ok && counts.failed === 0) || counts.passed + counts.failed === 0;
  return {
    ok: ok && counts.failed + counts.skipped === 0 && !broken,
    passed: counts.passed,
    failed: counts.failed + counts.skipped + (broken ? 1 : 0),
    output: counts.skipped > 0 ? `${output}\n${counts.skipped} tests were skipped, and no test may be.` : output,
  };
};
