import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { countTests, reporterFor } from './counts.mjs';
import { runProgram } from './program.mjs';

/** Steps that run side by side. */
const LANES = Math.min(availableParallelism(), 4);

/**
 * Runs the steps, as many side by side as there are processors, and prints a line for each as it ends; what a failing
 * step printed follows its line. A step starts once the step that it needs has succeeded, and fails where that failed.
 *
 * @returns the number of failures.
 */
export const runAll = async (steps) => {
  const reports = mkdtempSync(join(tmpdir(), 'cadence-tests-'));
  const waiting = [...steps];
  const running = new Set();
  /** Names of ended steps, with whether each succeeded. */
  const ended = new Map();
  const total = { passed: 0, failed: 0 };
  const isReady = ({ after }) => after === undefined || ended.has(after) || !steps.some(({ name }) => name === after);

  const run = async (step) => {
    const started = performance.now();
    const outcome =
      ended.get(step.after) === false
        ? { ok: false, passed: 0, failed: 1, output: `It needs ${step.after}, which failed.` }
        : await runStep(step, join(reports, `${step.name}.json`));
    ended.set(step.name, outcome.ok);
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    printOutcome(step, outcome, (performance.now() - started) / 1000);
  };

  try {
    while (waiting.length > 0 || running.size > 0) {
      const next = running.size < LANES ? waiting.find(isReady) : undefined;
      if (next) {
        waiting.splice(waiting.indexOf(next), 1);
        const ending = run(next).finally(() => running.delete(ending));
        running.add(ending);
      } else {
        await Promise.race(running);
      }
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed;
};

const printOutcome = (step, { ok, passed, failed, output }, seconds) => {
  const tests = step.report ? `${passed} passed${failed ? `, ${failed} failed` : ''}` : '';
  const time = `${seconds.toFixed(1)} s`.padStart(8);
  console.log(`${step.name.padEnd(12)} ${time}  ${ok ? 'ok' : 'FAILED'}  ${tests}`.trimEnd());
  if (!ok) console.log(`\n${output.trim()}\n`);
};

const runStep = async (step, reportFile) => {
  const reporter = step.report ? reporterFor(step.report, reportFile) : { parameters: [], env: {} };
  const env = { ...step.env, ...reporter.env };
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
