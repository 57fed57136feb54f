import type { ReactNode } from 'react';
import { type HistoryEntry, HISTORY_LIMIT } from '../../data/sync/history.ts';
import type { PersistedQuery } from '../../api/use-persisted-query.ts';
import { QueryNotice } from '../queries/QueryNotice.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import styles from './History.module.css';

interface HistoryEntriesProps<Entry extends HistoryEntry> {
  label: string;
  history: PersistedQuery<Entry[]>;
  emptyMessage: string;
  /** Whose screen it is on. */
  audience?: 'admin' | 'anyone';
  /** A HistoryEntryRow with a key. */
  render: (entry: Entry) => ReactNode;
}

/** A list of history entries, newest first, with its loading and error states. */
export const HistoryEntries = <Entry extends HistoryEntry>({
  label,
  history,
  emptyMessage,
  audience,
  render,
}: HistoryEntriesProps<Entry>) => (
  <>
    <QueryNotice
      audience={audience}
      errorCode={history.failure?.code ?? null}
      savedAt={history.savedAt}
      onRetry={() => history.refetch()}
    />
    {history.isLoading ? (
      <SkeletonRows />
    ) : history.data && history.data.length > 0 ? (
      <>
        <ol className={styles.entries} aria-label={label}>
          {history.data.map(render)}
        </ol>
        {history.data.length === HISTORY_LIMIT && <p className={styles.who}>Older entries are not shown.</p>}
      </>
    ) : (
      history.data && <EmptyState>{emptyMessage}</EmptyState>
    )}
  </>
);
