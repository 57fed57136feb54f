import { isWaitingForWorker, type Run } from '../../../../domain/chains/run.ts';
import { formatCount } from '../../../../ui/format.ts';
import { StatTile, StatTiles } from '../../../../ui/StatTile.tsx';
import { StatusDot } from '../../../../ui/StatusDot.tsx';
import { formatSeconds, RUN_STATUS_LABELS, RUN_STATUS_TONES, triggerLabel } from '../labels.ts';
import { useInlineInstantLabel, useInstantLabel } from '../use-times.ts';

interface RunFactsProps {
  found: Run;
  /** In milliseconds by the server's clock. */
  now: number;
  /** Seconds, where they can be known. */
  left: number | null;
}

/** A run in figures. */
export const RunFacts = ({ found, now, left }: RunFactsProps) => {
  const { run } = found;
  const instantLabel = useInstantLabel();
  const inlineLabel = useInlineInstantLabel();
  const isRunning = run.status === 'running';
  const seconds = isRunning ? (now - Date.parse(run.started_at)) / 1_000 : run.total_duration_seconds;
  return (
    <StatTiles>
      <StatTile
        label="State"
        value={RUN_STATUS_LABELS[run.status]}
        detail={
          <StatusDot
            tone={RUN_STATUS_TONES[run.status]}
          >{`${formatCount(run.steps_done)} of ${formatCount(run.steps)} steps done`}</StatusDot>
        }
      />
      <StatTile label="Started" value={instantLabel(run.started_at)} detail={triggerLabel(run)} />
      <StatTile
        label={isRunning ? 'Time so far' : 'Duration'}
        value={seconds === null ? '–' : formatSeconds(Math.max(0, seconds))}
        detail={
          isRunning
            ? isWaitingForWorker(found, now)
              ? 'Waits for a worker, or for its API to be free'
              : left !== null && `About ${formatSeconds(left)} left`
            : run.completed_at !== null && `Ended ${inlineLabel(run.completed_at)}`
        }
      />
    </StatTiles>
  );
};
