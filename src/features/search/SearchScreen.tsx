import { CloseButton } from '@mantine/core';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { useLive, useToday } from '../../store/react.ts';
import { readSearchIndex, search } from '../../store/search.ts';
import { TextField } from '../../ui/Fields.tsx';
import { IconSearch } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { FoundActivities } from './FoundActivities.tsx';
import { FoundLeads } from './FoundLeads.tsx';
import { FoundTasks } from './FoundTasks.tsx';
import { wordsOf } from './highlight.ts';
import { moveAmongResults } from './move-among-results.ts';
import styles from './Search.module.css';
import { useSearchText } from './search-text.ts';

const LIMIT = 50;

/** Finds activities, tasks and leads as one types. */
export const SearchScreen = () => {
  const { text, setText } = useSearchText();
  const sought = useDeferredValue(text.trim());
  const today = useToday();
  const field = useRef<HTMLInputElement>(null);
  const index = useLive(readSearchIndex, []);
  const found = useMemo(() => index && search(index, sought, LIMIT), [index, sought]);
  const words = wordsOf(sought);

  useEffect(() => {
    // After the shell has moved the focus to the new screen.
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
        onKeyDown={(event: KeyboardEvent<HTMLElement>) => moveAmongResults(event)}
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
                aria-label="Clear"
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
        <div role="status" className={styles.answer}>
          {sought !== '' && isEmpty && <EmptyState>{`Nothing on this device holds “${sought}”.`}</EmptyState>}
        </div>
        {sought === '' ? (
          <EmptyState icon={<IconSearch size={24} aria-hidden />}>
            Activities, tasks, notes, outcomes, leads and their companies: everything on this device, also offline.
          </EmptyState>
        ) : index && found ? (
          <>
            <FoundLeads leads={found.leads} words={words} />
            <FoundTasks tasks={found.tasks} words={words} today={today} isCut={found.tasks.length === LIMIT} />
            <FoundActivities
              activities={found.activities}
              leadNames={index.leadNames}
              words={words}
              today={today}
              isCut={found.activities.length === LIMIT}
            />
          </>
        ) : (
          <SkeletonRows />
        )}
      </div>
    </Page>
  );
};
