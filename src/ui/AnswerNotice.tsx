import { Button } from '@mantine/core';
import { ErrorNotice } from './Messages.tsx';
import { RelativeTime } from './RelativeTime.tsx';
import { SkeletonRows } from './Skeletons.tsx';

interface AnswerNoticeProps {
  /** Why the server's answer is not here: a code of TransportFailure; null while nothing is wrong. */
  problem: string | null;
  /** When what is shown was loaded, in milliseconds; null where there is nothing to show. */
  savedAt: number | null;
  onRetry: () => void;
}

/** Says that what is shown is not the newest, how old it is, and what to do. Nothing while all is well. */
export const AnswerNotice = ({ problem, savedAt, onRetry }: AnswerNoticeProps) => {
  if (problem === null) return null;
  const { title, advice, tone, retry } = PROBLEMS[problem] ?? SERVER_TROUBLE;
  return (
    <ErrorNotice
      title={title}
      tone={savedAt === null && tone === 'warn' ? 'bad' : tone}
      action={
        retry && (
          <Button variant="default" size="compact-md" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {savedAt === null ? (
        'Nothing has been loaded on this device yet.'
      ) : (
        <>
          Showing what was loaded <RelativeTime instant={savedAt} />.
        </>
      )}{' '}
      {advice}
    </ErrorNotice>
  );
};

interface AnswerStateProps {
  /** What the server was asked, with the answer kept on this device. */
  of: {
    failure: { code: string } | null;
    savedAt: number | null;
    isLoading: boolean;
    refetch: () => Promise<unknown>;
  };
  /** How many rows are about to come. */
  rows: number;
}

/** How an answer of the server stands, above what it says: the notice, and rows to wait with until there are any. */
export const AnswerState = ({ of: { failure, savedAt, isLoading, refetch }, rows }: AnswerStateProps) => (
  <>
    <AnswerNotice problem={failure?.code ?? null} savedAt={savedAt} onRetry={() => void refetch()} />
    {isLoading && <SkeletonRows count={rows} />}
  </>
);

interface Problem {
  title: string;
  advice: string;
  tone: 'info' | 'warn' | 'bad';
  retry: boolean;
}

const SERVER_TROUBLE: Problem = {
  title: 'The server could not answer.',
  advice: 'Try again in a moment.',
  tone: 'warn',
  retry: true,
};

const PROBLEMS: Record<string, Problem> = {
  offline: { title: 'Offline.', advice: 'The newest comes when the connection is back.', tone: 'info', retry: true },
  timeout: { title: 'The server took too long.', advice: 'Try again in a moment.', tone: 'warn', retry: true },
  throttled: { title: 'Too many requests.', advice: 'Try again in a minute.', tone: 'warn', retry: true },
  unauthorized: { title: 'Your session has ended.', advice: 'Sign in again to load it.', tone: 'warn', retry: true },
  refused: {
    title: 'You cannot see this.',
    advice: 'Only admins can. Ask an admin if you should be one.',
    tone: 'bad',
    retry: true,
  },
  outdated: { title: 'This version is too old.', advice: 'Reload to update.', tone: 'warn', retry: false },
};
