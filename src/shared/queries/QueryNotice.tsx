import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';

interface QueryNoticeProps {
  /** A code of TransportFailure; null while nothing is wrong. */
  errorCode: string | null;
  /** When the data was loaded, in milliseconds; null where there is none. */
  savedAt: number | null;
  onRetry: () => void;
  /** Whose screen it is on: decides what a refusal means. */
  audience?: Audience | undefined;
}

/** Says why the data is not the newest, how old it is, and what to do. Nothing while there is no error. */
export const QueryNotice = ({ errorCode, savedAt, onRetry, audience = 'anyone' }: QueryNoticeProps) => {
  if (errorCode === null) return null;
  const { title, advice = REFUSALS[audience], tone, canRetry } = QUERY_PROBLEMS[errorCode] ?? SERVER_PROBLEM;
  return (
    <ErrorNotice
      title={title}
      tone={savedAt === null && tone === 'warn' ? 'bad' : tone}
      action={
        canRetry && (
          <Button variant="default" size="compact-md" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {savedAt === null ? (
        // What is refused is not loaded later.
        errorCode !== 'rejected' && 'Nothing has been loaded on this device yet.'
      ) : (
        <>
          Showing data loaded <RelativeTime instant={savedAt} />.
        </>
      )}{' '}
      {advice}
    </ErrorNotice>
  );
};

interface QueryStateProps {
  /** A persisted query. */
  query: {
    failure: { code: string } | null;
    savedAt: number | null;
    isLoading: boolean;
    refetch: () => Promise<unknown>;
  };
  skeletonRows: number;
  audience?: Audience;
}

/** The error and the loading state of a persisted query, above its data. */
export const QueryState = ({
  query: { failure, savedAt, isLoading, refetch },
  skeletonRows,
  audience,
}: QueryStateProps) => (
  <>
    <QueryNotice errorCode={failure?.code ?? null} savedAt={savedAt} onRetry={() => refetch()} audience={audience} />
    {isLoading && <SkeletonRows count={skeletonRows} />}
  </>
);

type Audience = 'admin' | 'coach' | 'anyone';

/** What a refusal means. */
const REFUSALS: Record<Audience, string> = {
  admin: 'Only admins can see this. Ask an admin if you need access.',
  coach: 'Your connection may have ended, or the program is not yours.',
  anyone: 'You don’t have access, or it no longer exists.',
};

interface QueryProblem {
  title: string;
  /** Missing where it depends on the audience. */
  advice?: string;
  tone: 'info' | 'warn' | 'bad';
  canRetry: boolean;
}

const SERVER_PROBLEM: QueryProblem = {
  title: 'The server couldn’t respond.',
  advice: 'Try again in a moment.',
  tone: 'warn',
  canRetry: true,
};

const QUERY_PROBLEMS: Record<string, QueryProblem> = {
  offline: {
    title: 'Offline.',
    advice: 'The latest data appears when you are back online.',
    tone: 'info',
    canRetry: true,
  },
  timeout: { title: 'The server took too long.', advice: 'Try again in a moment.', tone: 'warn', canRetry: true },
  throttled: { title: 'Too many requests.', advice: 'Try again in a minute.', tone: 'warn', canRetry: true },
  unauthorized: { title: 'Your session has ended.', advice: 'Sign in again to load it.', tone: 'warn', canRetry: true },
  rejected: { title: 'You can’t see this.', tone: 'bad', canRetry: true },
  outdated: { title: 'This version is too old.', advice: 'Reload to update.', tone: 'warn', canRetry: false },
};
