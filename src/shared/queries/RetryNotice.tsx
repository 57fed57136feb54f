import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';

interface RetryNoticeProps {
  title: string;
  message: string;
  onRetry: () => void;
}

/** An error with a button to try again. */
export const RetryNotice = ({ title, message, onRetry }: RetryNoticeProps) => (
  <ErrorNotice
    title={title}
    action={
      <Button variant="default" size="compact-md" onClick={onRetry}>
        Try again
      </Button>
    }
  >
    {message}
  </ErrorNotice>
);
