import { Button } from '@mantine/core';
import { ErrorNotice } from './Messages.tsx';

interface PreviewFailureProps {
  /** Why, in sentences. */
  problem: string;
  onRetry: () => void;
}

/** What a tool would do could not be counted. */
export const PreviewFailure = ({ problem, onRetry }: PreviewFailureProps) => (
  <ErrorNotice
    title="It could not be counted."
    action={
      <Button variant="default" size="compact-md" onClick={onRetry}>
        Try again
      </Button>
    }
  >
    {problem}
  </ErrorNotice>
);
