import { useState } from 'react';
import { decideDeletions } from '../../../../data/chains/datasets.ts';
import type { HeldDeletion } from '../../../../domain/chains/held-deletion.ts';
import { Button } from '../../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx';
import { DecisionCard } from '../../../../ui/DecisionCard.tsx';
import { formatCount, joinDetails } from '../../../../ui/format.ts';
import { showToast } from '../../../../ui/toast.tsx';
import { datasetLabel, inlineDatasetLabel } from '../labels.ts';
import { useChainMutation, useRefreshChains } from '../use-chain-mutation.ts';
import { useInlineInstantLabel } from '../use-times.ts';
import styles from './Overview.module.css';
import { SampleTable } from './SampleTable.tsx';

/** Rows that a walk missed: how many of how many, some of them, and the two decisions about them. */
export const HeldDeletionCard = ({ held }: { held: HeldDeletion }) => {
  const [decision, setDecision] = useState<'approve' | 'keep' | null>(null);
  const instantLabel = useInlineInstantLabel();
  const refresh = useRefreshChains();
  const rows = inlineDatasetLabel(held.dataset);
  const missing = `${formatCount(held.missing_count)} of ${formatCount(held.row_count)} ${rows}`;
  const decide = useChainMutation({
    mutate: (approve: boolean) => decideDeletions(held.id, approve),
    errorDetail: 'Nothing was decided.',
    onDone: (gone, approve) => {
      setDecision(null);
      showToast(approve ? `${formatCount(gone)} ${rows} are gone.` : `${missing} stay.`);
      return refresh();
    },
  });
  const close = () => {
    setDecision(null);
  };
  return (
    <DecisionCard
      heading="h3"
      urgent
      name={`${datasetLabel(held.dataset)}: ${formatCount(held.missing_count)} of ${formatCount(held.row_count)} missing`}
      overline={joinDetails('Held deletions', `Found ${instantLabel(held.found_at)}`)}
    >
      <p>
        {`The last complete walk did not bring ${missing}. That is more than usual, so nothing is deleted until you decide.`}
      </p>
      {held.sample.length > 0 && <SampleTable held={held} />}
      <div className={styles.buttons}>
        <Button variant="default" onClick={() => setDecision('keep')}>
          Keep them
        </Button>
        <Button variant="default" onClick={() => setDecision('approve')}>
          Approve deletion
        </Button>
      </div>
      <ConfirmDialog
        opened={decision === 'approve'}
        title={`Delete ${missing}?`}
        confirmLabel="Approve deletion"
        danger
        busy={decide.isPending}
        onClose={close}
        onConfirm={() => decide.mutate(true)}
      >
        They count as gone at once, in partner counts too. Those that a later walk brings again come back.
      </ConfirmDialog>
      <ConfirmDialog
        opened={decision === 'keep'}
        title={`Keep ${missing}?`}
        confirmLabel="Keep them"
        busy={decide.isPending}
        onClose={close}
        onConfirm={() => decide.mutate(false)}
      >
        They stay as they are until the next complete walk. If it misses as many again, you decide again.
      </ConfirmDialog>
    </DecisionCard>
  );
};
