import { Button } from '@mantine/core';
import { ErrorNotice } from './Messages.tsx';

interface RetryNoticeProps {
  /** What did not work, as a short sentence. */
  title: string;
  /** Why, in sentences. */
  problem: string;
  onRetry: () => void;
}

/** Something that did not work, and can be tried again. */
export const RetryNotice = ({ title, problem, onRetry }: RetryNoticeProps) => (
  <ErrorNotice
    title={title}
    action={
      <Button variant="default" size="compact-md" onClick={onRetry}>
        Try again
      </Button>
    }
  >
    {problem}
  </ErrorNotice>
);
