import { pushTaskOf, type TimetableEntry } from '../../../../domain/chains/timetable.ts';
import { Button } from '../../../../ui/Button.tsx';
import { joinDetails } from '../../../../ui/format.ts';
import { formatName } from '../../../../ui/format-name.ts';
import { IconDatabaseExport, IconPlayerPlay } from '../../../../ui/icons.ts';
import { ListRow } from '../../../../ui/ListRows.tsx';
import { RowMenu, type RowMenuItem } from '../../../../ui/RowMenu.tsx';
import { StatusDot } from '../../../../ui/StatusDot.tsx';
import { formatSeconds, RUN_STATUS_LABELS, RUN_STATUS_TONES } from '../labels.ts';
import { nextRunLabel } from '../timetable/schedule-label.ts';
import { useRunChain } from '../use-run-actions.ts';
import { useInlineInstantLabel, useInstantLabel } from '../use-times.ts';
import styles from './Overview.module.css';

interface ChainRowProps {
  entry: TimetableEntry;
  timetable: readonly TimetableEntry[];
  onRunStep: () => void;
}

/** A chain, which leads to its last run, with the buttons that run it. */
export const ChainRow = ({ entry, timetable, onRunStep }: ChainRowProps) => {
  const instantLabel = useInstantLabel();
  const inlineLabel = useInlineInstantLabel();
  const start = useRunChain();
  const { last_run: run, name, title } = entry;
  const isRunning = run?.status === 'running';
  const pushTask = pushTaskOf(entry);
  const items: RowMenuItem[] = [
    ...(entry.steps.length > 0
      ? [{ label: 'Run one step', icon: <IconPlayerPlay size={18} aria-hidden />, onSelect: onRunStep }]
      : []),
    ...(pushTask !== undefined
      ? [
          {
            label: 'Dry run of the push',
            icon: <IconDatabaseExport size={18} aria-hidden />,
            onSelect: () =>
              start.mutate({ chain: name, dryRun: true, ...(pushTask !== name && { onlyTask: pushTask }) }),
          },
        ]
      : []),
  ];
  return (
    <ListRow
      title={title}
      detail={nextRunLabel(entry, timetable, inlineLabel)}
      trailing={
        <span className={styles.lastRun}>
          {run ? (
            <StatusDot tone={RUN_STATUS_TONES[run.status]} wraps>
              {isRunning
                ? joinDetails(
                    RUN_STATUS_LABELS.running,
                    run.steps > 1 && `${String(run.steps_done)} of ${String(run.steps)} steps done`,
                  )
                : joinDetails(
                    run.dry_run ? `${RUN_STATUS_LABELS[run.status]} (dry run)` : RUN_STATUS_LABELS[run.status],
                    instantLabel(run.completed_at ?? run.started_at),
                    run.total_duration_seconds !== null && formatSeconds(run.total_duration_seconds),
                  )}
            </StatusDot>
          ) : (
            <StatusDot tone="quiet">Has not run yet</StatusDot>
          )}
        </span>
      }
      {...(run && { link: { to: '/admin/chains/runs/$run', params: { run: String(run.id) } } })}
      action={
        !isRunning && (
          <>
            <Button
              variant="default"
              size="sm"
              aria-label={`Run ${formatName(title)} now`}
              loading={start.isPending}
              onClick={() => start.mutate({ chain: name })}
            >
              Run now
            </Button>
            {items.length > 0 && <RowMenu subject={title} items={items} />}
          </>
        )
      }
    />
  );
};
