import { readFileSync } from 'node:fs';

const REPORTERS = {
  vitest: {
    settings: (file) => ({
      parameters: ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
      env: {},
    }),
    count: (report) => ({
      passed: report.numPassedTests,
      // A file that does not load has no tests to fail.
      failed: Math.max(report.numFailedTests, report.testResults.filter(({ status }) => status === 'failed').length),
      skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    }),
  },
  playwright: {
    settings: (file) => ({ parameters: ['--reporter=line,json'], env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file } }),
    count: ({ stats, errors }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + errors.length,
      skipped: stats.skipped,
    }),
  },
};

/** What makes a runner write its report as JSON into `file`. */
export const reporterFor = (runner, file) => REPORTERS[runner].settings(file);

/** What the report says; a report that is not there counts nothing. */
export const countTests = (runner, file) => {
  try {
    return REPORTERS[runner].count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
};
