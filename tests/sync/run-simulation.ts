import { parseArgs } from 'node:util';
import { describeFinding, runSeed } from './simulation.ts';

/* npm run test:sim -- --seeds N --from S */

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '200' }, from: { type: 'string', default: '1' } },
});
const [count, from] = [Number(values.seeds), Number(values.from)];
const started = performance.now();
let failed = 0;
for (let seed = from; seed < from + count; seed += 1) {
  const finding = await runSeed(seed);
  if (!finding) continue;
  failed += 1;
  process.stdout.write(`${describeFinding(finding)}\n\n`);
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
process.stdout.write(`${String(count)} seeds from ${String(from)}: ${String(failed)} failed, ${seconds} s\n`);
process.exitCode = failed > 0 ? 1 : 0;
