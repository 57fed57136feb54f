import type { RunSummary } from '../../../../domain/chains/run.ts';
import type { TimetableEntry } from '../../../../domain/chains/timetable.ts';
import { joinDetails } from '../../../../ui/format.ts';
import { ListRow } from '../../../../ui/ListRows.tsx';
import { StatusDot } from '../../../../ui/StatusDot.tsx';
import { errorLabel } from '../error-messages.ts';
import { chainTitle, formatSeconds, RUN_STATUS_LABELS, RUN_STATUS_TONES, triggerLabel } from '../labels.ts';
import { useInstantLabel } from '../use-times.ts';
import styles from './Runs.module.css';

/** A run in a list, which leads to it. */
export const RunRow = ({ run, timetable }: { run: RunSummary; timetable: readonly TimetableEntry[] }) => {
  const instantLabel = useInstantLabel();
  return (
    <ListRow
      title={chainTitle(run.chain_name, timetable)}
      detail={
        <span className={styles.detail}>
          <span>{joinDetails(instantLabel(run.started_at), triggerLabel(run), run.dry_run && 'Dry run')}</span>
          {run.error_code !== null && <span>{errorLabel(run.error_code)}</span>}
        </span>
      }
      trailing={
        <StatusDot tone={RUN_STATUS_TONES[run.status]} wraps>
          {joinDetails(
            RUN_STATUS_LABELS[run.status],
            run.status === 'running' && run.steps > 1 && `${String(run.steps_done)} of ${String(run.steps)} steps done`,
            run.total_duration_seconds !== null && formatSeconds(run.total_duration_seconds),
          )}
        </StatusDot>
      }
      link={{ to: '/admin/chains/runs/$run', params: { run: String(run.id) } }}
    />
  );
};
