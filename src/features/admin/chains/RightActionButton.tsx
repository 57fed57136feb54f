import type { RightAction } from '../../../domain/chains/right-action.ts';
import type { RunSummary } from '../../../domain/chains/run.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconPlayerPlay } from '../../../ui/icons.ts';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import styles from './Chains.module.css';
import { useRightAction } from './use-run-actions.ts';

const LABELS: Record<RightAction['kind'], string> = {
  resume: 'Resume',
  run_again: 'Run again',
  push: 'Send the counts',
  run_chain: 'Run the daily chain',
};

/** The one action that helps after a run. */
export const RightActionButton = ({
  run,
  action,
}: {
  run: Pick<RunSummary, 'id' | 'chain_name' | 'dry_run'>;
  action: RightAction;
}) => {
  const { act, isPending } = useRightAction(run);
  return (
    <span className={styles.action}>
      <Button leftSection={<IconPlayerPlay size={18} aria-hidden />} loading={isPending} onClick={() => act(action)}>
        {LABELS[action.kind]}
      </Button>
      {action.kind === 'push' && (
        <QuietLink to="/admin/partners" search={{ show: 'differs' } as never}>
          Show partners
        </QuietLink>
      )}
    </span>
  );
};
