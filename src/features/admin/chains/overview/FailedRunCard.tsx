import { useRun } from '../../../../data/chains/use-chains.ts';
import { rightAction } from '../../../../domain/chains/right-action.ts';
import { decisiveFailure, type RunSummary } from '../../../../domain/chains/run.ts';
import type { TimetableEntry } from '../../../../domain/chains/timetable.ts';
import { useServerNow } from '../../../../shared/chains/use-server-now.ts';
import { DecisionCard } from '../../../../ui/DecisionCard.tsx';
import { joinDetails } from '../../../../ui/format.ts';
import { QuietLink } from '../../../../ui/QuietLink.tsx';
import { actionMessage } from '../error-messages.ts';
import { FailureMessage } from '../FailureMessage.tsx';
import { RUN_STATUS_LABELS } from '../labels.ts';
import { RightActionButton } from '../RightActionButton.tsx';
import { useInstantLabel } from '../use-times.ts';
import styles from './Overview.module.css';

/** The newest run of a chain, which failed: what happened in words, and the one action that helps. */
export const FailedRunCard = ({ entry, run }: { entry: TimetableEntry; run: RunSummary }) => {
  const now = useServerNow();
  const instantLabel = useInstantLabel();
  const found = useRun(run.id).data;
  const action = found ? rightAction(found, now) : null;
  const step = found && decisiveFailure(found.steps);
  return (
    <DecisionCard
      heading="h3"
      urgent
      name={entry.title}
      overline={joinDetails(
        RUN_STATUS_LABELS[run.status],
        instantLabel(run.completed_at ?? run.started_at),
        run.dry_run && 'Dry run',
      )}
    >
      <FailureMessage step={step} code={run.error_code ?? 'internal'} details={run.error_message} />
      {action && <p>{actionMessage(action)}</p>}
      <div className={styles.buttons}>
        {action && <RightActionButton run={run} action={action} />}
        <QuietLink to="/admin/chains/runs/$run" params={{ run: String(run.id) }}>
          Show run
        </QuietLink>
      </div>
    </DecisionCard>
  );
};
