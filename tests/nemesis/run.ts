import { parseArgs } from 'node:util';
import { runNemesis } from './nemesis.ts';
import { isSabotage, SABOTAGES } from './sabotage.ts';

/* npm run test:nemesis -- --minutes M --clients N [--seed S] [--sabotage WHAT] [--restores] */

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '0.5' },
    clients: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    sabotage: { type: 'string' },
    restores: { type: 'boolean', default: false },
  },
});
const [minutes, clients, seed] = [Number(values.minutes), Number(values.clients), Number(values.seed)];
if (!(minutes > 0) || !(clients >= 2 && clients <= 20) || !Number.isInteger(seed)) {
  process.stderr.write('Say --minutes above 0, --clients from 2 to 20, and a whole number as --seed.\n');
  process.exit(2);
}
const { sabotage: sabotaged } = values;
if (sabotaged !== undefined && !isSabotage(sabotaged)) {
  process.stderr.write(`There is no sabotage ${sabotaged}. There are: ${Object.keys(SABOTAGES).join(', ')}.\n`);
  process.exit(2);
}
const print = (...lines: string[]): void => {
  for (const line of lines) process.stdout.write(`${line}\n`);
};
const LISTED_VIOLATIONS = 50;

print(`nemesis: seed ${String(seed)}, ${String(clients)} clients, ${String(minutes)} minutes of faults`);
const outcome = await runNemesis({
  seed,
  clients,
  ms: minutes * 60_000,
  hasRestores: values.restores,
  ...(sabotaged && { sabotaged }),
  onRound: (round, rounds, ms) => {
    print(`round ${String(round)} of ${String(rounds)} healed in ${ms.toFixed(0)} ms`);
  },
});
const injected = [...outcome.faults].sort(([a], [b]) => a.localeCompare(b)).map(([kind, n]) => `${kind} ${String(n)}`);
print(
  `transactions ${outcome.transactions}, rows read ${outcome.reads}, changes written ${outcome.writes}`,
  `deletes ${outcome.deletes}, restores ${outcome.restores}, conflicts ${outcome.conflicts}, choices ${outcome.choices}`,
  `pushes ${outcome.pushes}, pulls ${outcome.pulls}, responses ${outcome.responses}; versions of rows ${outcome.versions}`,
  `faults: ${injected.join(', ')}; other crashes of the backend: ${outcome.crashes.length}`,
  ...outcome.crashes.map((lastError) => `  crashed: ${lastError}`),
  `healed ${outcome.convergence.length} times, the longest in ${Math.max(...outcome.convergence).toFixed(0)} ms`,
  `violations: ${outcome.violations.length}`,
  ...outcome.violations.slice(0, LISTED_VIOLATIONS).map((what) => `  seed ${String(seed)}: ${what}`),
  ...outcome.histories.map((line) => `  ${line}`),
);
// A server that is still being stopped must not keep the run alive.
process.exit(outcome.violations.length > 0 ? 1 : 0);
