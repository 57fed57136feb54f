import { useHeldDeletions } from '../../../../data/chains/use-chains.ts';
import { rightAction } from '../../../../domain/chains/right-action.ts';
import type { Run } from '../../../../domain/chains/run.ts';
import { useServerNow } from '../../../../shared/chains/use-server-now.ts';
import { ButtonLink } from '../../../../ui/ButtonLink.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { actionMessage } from '../error-messages.ts';
import { FailureMessage } from '../FailureMessage.tsx';
import { RUN_STATUS_LABELS } from '../labels.ts';
import { RightActionButton } from '../RightActionButton.tsx';
import styles from './Run.module.css';

/** What went wrong in a run, or was held, with the one action that helps. */
export const RunOutcome = ({ found }: { found: Run }) => {
  const { run, steps, is_newest } = found;
  const action = rightAction(found, useServerNow());
  const failed = steps.filter(({ status }) => status === 'failed');
  const isRunning = run.status === 'running';
  const hasProblem = failed.length > 0 || run.status === 'cancelled';
  return (
    <>
      {hasProblem && (
        <ErrorNotice
          title={isRunning ? 'A step failed, the others go on.' : `${RUN_STATUS_LABELS[run.status]}.`}
          tone={run.status === 'failed' ? 'bad' : failed.length > 0 ? 'warn' : 'info'}
          action={action && <RightActionButton run={run} action={action} />}
        >
          <div className={styles.failures}>
            {failed.map((step) => (
              <FailureMessage
                key={step.id}
                step={step}
                code={step.error_code ?? 'internal'}
                details={step.error_message}
              />
            ))}
            {action && <p>{actionMessage(action)}</p>}
            {!isRunning && !is_newest && <p>The chain has run again since.</p>}
          </div>
        </ErrorNotice>
      )}
      <HeldNotice steps={steps} />
    </>
  );
};

/** What a step held, while nobody has decided about it. */
const HeldNotice = ({ steps }: Pick<Run, 'steps'>) => {
  const holding = steps.filter(({ held_rows }) => held_rows > 0);
  const held = useHeldDeletions(holding.length > 0).data ?? [];
  const isUndecided = holding.some(({ makes }) => held.some(({ dataset }) => makes.includes(dataset)));
  return (
    isUndecided && (
      <ErrorNotice
        title="More rows were missing than can be right."
        tone="warn"
        action={
          <ButtonLink to="/admin/chains" variant="default" size="compact-md">
            Look at held deletions
          </ButtonLink>
        }
      >
        They are not deleted before somebody approves it.
      </ErrorNotice>
    )
  );
};
