import type { Step } from '../../../domain/chains/run.ts';
import { BreakableText } from '../../../ui/BreakableText.tsx';
import { joinSentences } from '../../../ui/format.ts';
import { formatLine, formatMessage } from '../../../ui/format-name.ts';
import styles from './Chains.module.css';
import { errorMessage } from './error-messages.ts';

interface FailureMessageProps {
  /** The step that failed, where it is known. */
  step: Pick<Step, 'title' | 'api'> | undefined;
  code: string;
  /** What the vendor or the server said, in its own words. */
  details: string | null;
}

/** In words: which step failed and why, what to do first, and the details. */
export const FailureMessage = ({ step, code, details }: FailureMessageProps) => {
  const { what, advice } = errorMessage(code, step?.api ?? null);
  const line = formatLine(details ?? '');
  return (
    <div className={styles.failure}>
      <p>{formatMessage(joinSentences(step && `“${step.title}” failed.`, what))}</p>
      {advice !== undefined && <p>{advice}</p>}
      {line !== '' && (
        <p className={styles.details} dir="auto">
          <BreakableText text={line} />
        </p>
      )}
    </div>
  );
};
