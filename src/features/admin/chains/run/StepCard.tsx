import { durationSeconds, secondsLeft, shareDone, type StepRate } from '../../../../domain/chains/progress.ts';
import { isSkippable, type RunSummary, type Step } from '../../../../domain/chains/run.ts';
import { Button } from '../../../../ui/Button.tsx';
import { formatCount, formatPercent, plural } from '../../../../ui/format.ts';
import { formatName } from '../../../../ui/format-name.ts';
import { StatusDot } from '../../../../ui/StatusDot.tsx';
import { apiLabel, formatSeconds, noteLabels, STEP_STATUS_TONES, stepStatusLabel } from '../labels.ts';
import { useSkipStep } from '../use-run-actions.ts';
import { useInlineInstantLabel } from '../use-times.ts';
import styles from './Run.module.css';

interface StepCardProps {
  step: Step;
  run: RunSummary;
  /** In milliseconds by the server's clock. */
  now: number;
  rate: StepRate | null;
}

/** A step with its state, and while it runs its progress, rate and time left. */
export const StepCard = ({ step, run, now, rate }: StepCardProps) => {
  const title = formatName(step.title);
  return (
    <li className={styles.step} data-status={step.status}>
      <h3 className={styles.stepTitle} dir="auto">
        {title}
      </h3>
      <StatusDot
        tone={run.status === 'running' || step.status !== 'pending' ? STEP_STATUS_TONES[step.status] : 'quiet'}
        wraps
      >
        {stepStatusLabel(step, run)}
      </StatusDot>
      {step.status === 'running' && <Progress step={step} rate={rate} />}
      <ul className={styles.stepFacts} aria-label={`${title}: figures`}>
        {useStepFacts(step, now).map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {run.status === 'running' && isSkippable(step) && <SkipButton step={step} />}
    </li>
  );
};

const Progress = ({ step, rate }: { step: Step; rate: StepRate | null }) => {
  const share = shareDone(step);
  const left = secondsLeft(step, rate);
  return (
    <>
      {share !== null && (
        <progress
          className={styles.progress}
          max={1}
          value={share}
          aria-label={`${formatName(step.title)}: ${formatPercent(share)} done`}
        />
      )}
      <p className={styles.stepFacts}>
        {rate !== null && rate.requests > 0 ? `${formatRate(rate.requests)} requests/s` : 'Working'}
        {left !== null && <>, about {formatSeconds(left)} left</>}
      </p>
    </>
  );
};

/** "7.6", "0.3" */
const formatRate = (rate: number): string => (rate < 0.05 ? '<0.1' : rate.toFixed(1));

const useStepFacts = (step: Step, now: number): string[] => {
  const instantLabel = useInlineInstantLabel();
  const seconds = durationSeconds(step, now);
  const usual = step.usual_seconds === null ? null : `Usually ${formatSeconds(step.usual_seconds)}`;
  const hasBegun = step.started_at !== null && step.status !== 'skipped';
  const isPaused = step.api_blocked_until !== null && Date.parse(step.api_blocked_until) > now;
  const isOpen = step.status === 'pending' || step.status === 'running' || step.status === 'waiting';
  return [
    hasBegun && step.status !== 'waiting' && seconds !== null && formatSeconds(seconds),
    (hasBegun || isOpen) && usual,
    hasBegun && readLabel(step),
    ...noteLabels(step.notes),
    step.held_rows > 0 && `${plural(step.held_rows, 'deletion')} held`,
    step.status === 'waiting' &&
      step.next_attempt_at !== null &&
      `Attempt ${String(step.attempts + 1)} of 4: ${instantLabel(step.next_attempt_at)}`,
    isOpen &&
      isPaused &&
      step.api_blocked_until !== null &&
      `${apiLabel(step.api)} pauses until ${instantLabel(step.api_blocked_until)}`,
    !step.required && 'Optional',
  ].filter((fact) => typeof fact === 'string');
};

/** "1,200 of 2,400 rows read", with what the API says that there is, where that is of all that is read. */
const readLabel = ({ read_rows, expected_rows, makes }: Step): string =>
  expected_rows !== null && makes.length === 1 && expected_rows >= read_rows
    ? `${formatCount(read_rows)} of ${plural(expected_rows, 'row')} read`
    : `${plural(read_rows, 'row')} read`;

const SkipButton = ({ step }: { step: Step }) => {
  const skip = useSkipStep();
  return (
    <Button
      variant="default"
      size="xs"
      aria-label={`Skip ${formatName(step.title)}`}
      loading={skip.isPending}
      onClick={() => skip.mutate(step.id)}
    >
      Skip
    </Button>
  );
};
