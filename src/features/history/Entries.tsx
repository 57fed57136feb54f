import type { ReactNode } from 'react';
import { type HistoryEntry, HISTORY_PAGE } from '../../remote/history.ts';
import type { KeptQuery } from '../../remote/use-kept-query.ts';
import { AnswerNotice } from '../../ui/AnswerNotice.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import styles from './History.module.css';

interface EntriesProps {
  label: string;
  history: KeptQuery<HistoryEntry[]>;
  /** What is said where nothing has happened. */
  nothing: string;
  /** An EntryRow, with a key. */
  render: (entry: HistoryEntry) => ReactNode;
}

/** What the cloud tells of the past, newest first. */
export const Entries = ({ label, history, nothing, render }: EntriesProps) => (
  <>
    <AnswerNotice
      problem={history.failure?.code ?? null}
      savedAt={history.savedAt}
      onRetry={() => void history.refetch()}
    />
    {history.isLoading ? (
      <SkeletonRows />
    ) : history.data && history.data.length > 0 ? (
      <>
        <ol className={styles.entries} aria-label={label}>
          {history.data.map(render)}
        </ol>
        {history.data.length === HISTORY_PAGE && <p className={styles.who}>Older entries are not shown.</p>}
      </>
    ) : (
      history.data && <EmptyState>{nothing}</EmptyState>
    )}
  </>
);
