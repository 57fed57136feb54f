import type { StepRate } from '../../../../domain/chains/progress.ts';
import { type Run, type Step, tiersOf } from '../../../../domain/chains/run.ts';
import { Section } from '../../../../ui/Page.tsx';
import styles from './Run.module.css';
import { StepCard } from './StepCard.tsx';

interface RunTiersProps {
  found: Run;
  /** In milliseconds by the server's clock. */
  now: number;
  rateOf: (step: Step) => StepRate | null;
}

/** A run as a picture: its tiers from left to right, on a phone from top to bottom, and the steps of each. */
export const RunTiers = ({ found: { run, steps }, now, rateOf }: RunTiersProps) => {
  const tiers = tiersOf(steps);
  return (
    <Section title="Steps">
      <ol className={styles.tiers} aria-label="Tiers">
        {tiers.map((tier, index) => (
          <li key={tier[0]?.chain_order} className={styles.tier}>
            {tiers.length > 1 && <p className={styles.tierName}>{`Tier ${String(index + 1)}`}</p>}
            <ul className={styles.steps} aria-label={`Steps of tier ${String(index + 1)}`}>
              {tier.map((step) => (
                <StepCard key={step.id} step={step} run={run} now={now} rate={rateOf(step)} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </Section>
  );
};
