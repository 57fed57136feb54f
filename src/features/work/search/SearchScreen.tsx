import { CloseButton } from '@mantine/core';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { useLiveQuery } from '../../../store/live-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { readSearchIndex, search } from '../../../data/search/search.ts';
import { TextField } from '../../../ui/Fields.tsx';
import { IconSearch } from '../../../ui/icons.ts';
import { SyncedEmptyState } from '../../../shared/sync/SyncedEmptyState.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useAddressState } from '../../../ui/address-state.ts';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { ActivityResults } from './ActivityResults.tsx';
import { LeadResults } from './LeadResults.tsx';
import { TaskResults } from './TaskResults.tsx';
import { searchTerms } from '../../../domain/values/fold.ts';
import { handleResultNavigation } from './result-navigation.ts';
import styles from './Search.module.css';

const ADDRESS = ['q'] as const;
const RESULT_LIMIT = 50;

const hasMore = (found: readonly unknown[]): boolean => found.length > RESULT_LIMIT;

/** Searches activities, tasks and leads as one types. */
export const SearchScreen = () => {
  const [{ q: text = '' }, setAddress] = useAddressState(ADDRESS);
  const setText = (q: string) => {
    setAddress({ q });
  };
  const query = useDeferredValue(text.trim());
  const today = useToday();
  const field = useRef<HTMLInputElement>(null);
  const index = useLiveQuery(readSearchIndex, []);
  // One more than is shown tells whether there are more.
  const found = useMemo(() => index && search(index, query, RESULT_LIMIT + 1), [index, query]);
  const terms = searchTerms(query);

  useEffect(() => {
    // After AppShell has moved the focus to the new screen.
    const frame = requestAnimationFrame(() => field.current?.focus());
    return () => {
      cancelAnimationFrame(frame);
    };
  }, []);

  const isEmpty = found && found.activities.length + found.leads.length + found.tasks.length === 0;
  return (
    <Page>
      <PageHeader title="Search" />
      <div
        role="search"
        className={styles.search}
        onKeyDown={(event: KeyboardEvent<HTMLElement>) => handleResultNavigation(event)}
      >
        <TextField
          ref={field}
          type="text"
          inputMode="search"
          enterKeyHint="search"
          size="lg"
          aria-label="Search activities, tasks and leads"
          placeholder="Activities, tasks, leads, notes"
          autoComplete="off"
          leftSection={<IconSearch size={20} aria-hidden />}
          rightSection={
            text !== '' && (
              <CloseButton
                aria-label="Clear search"
                onClick={() => {
                  setText('');
                  field.current?.focus();
                }}
              />
            )
          }
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <div role="status" className={styles.results}>
          {query !== '' && isEmpty && <SyncedEmptyState>{`No results for “${query}”.`}</SyncedEmptyState>}
        </div>
        {query === '' ? (
          <EmptyState icon={<IconSearch size={24} aria-hidden />}>
            Search activities, tasks, notes, outcomes, leads and companies on this device, even offline.
          </EmptyState>
        ) : index && found ? (
          <>
            <LeadResults leads={found.leads.slice(0, RESULT_LIMIT)} terms={terms} isTruncated={hasMore(found.leads)} />
            <TaskResults
              tasks={found.tasks.slice(0, RESULT_LIMIT)}
              terms={terms}
              today={today}
              isTruncated={hasMore(found.tasks)}
            />
            <ActivityResults
              activities={found.activities.slice(0, RESULT_LIMIT)}
              leadNames={index.leadNames}
              terms={terms}
              today={today}
              isTruncated={hasMore(found.activities)}
            />
          </>
        ) : (
          <SkeletonRows />
        )}
      </div>
    </Page>
  );
};
