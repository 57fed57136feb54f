import type { StaleData } from '../../../../domain/chains/attention.ts';
import { ServerAge } from '../../../../shared/chains/ServerAge.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { DecisionCard } from '../../../../ui/DecisionCard.tsx';
import { formatList } from '../../../../ui/format.ts';
import { formatMessage } from '../../../../ui/format-name.ts';
import { IconPlayerPlay } from '../../../../ui/icons.ts';
import { datasetLabel } from '../labels.ts';
import { useRunChain } from '../use-run-actions.ts';
import styles from './Overview.module.css';

/** Datasets that are older than they may be, and the chain that refreshes them. */
export const StaleDataCard = ({ stale: { datasets, chain, isRunning, hasFailed } }: { stale: StaleData }) => {
  const start = useRunChain();
  const oldest = datasets.flatMap(({ refreshed_at }) => refreshed_at ?? []).sort()[0];
  return (
    <DecisionCard
      heading="h3"
      urgent
      name={formatList(datasets.map(({ name }) => datasetLabel(name)))}
      overline="Stale data"
    >
      <p>
        Last refreshed {oldest !== undefined && <ServerAge at={oldest} />}.{' '}
        {isRunning && 'The chain that refreshes them is running now.'}
        {hasFailed && 'The chain that refreshes them failed, as shown above.'}
      </p>
      {chain && !isRunning && !hasFailed && (
        <div className={styles.buttons}>
          <Button
            leftSection={<IconPlayerPlay size={18} aria-hidden />}
            loading={start.isPending}
            onClick={() => start.mutate({ chain: chain.name })}
          >
            {formatMessage(`Run “${chain.title}”`)}
          </Button>
        </div>
      )}
    </DecisionCard>
  );
};
