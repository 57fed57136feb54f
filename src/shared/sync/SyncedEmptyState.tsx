import type { ComponentProps } from 'react';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { type FirstSync, isFirstSyncOpen, useFirstSync } from './use-first-sync.ts';

/** Instead of an empty list of the person's synced work: says that it is empty only once the first sync has shown it. */
export const SyncedEmptyState = (props: ComponentProps<typeof EmptyState>) => {
  const firstSync = useFirstSync();
  if (isFirstSyncOpen(firstSync)) {
    return (
      <div role="status" aria-label="Loading your work">
        <SkeletonRows count={3} />
      </div>
    );
  }
  return <EmptyState {...props}>{firstSync === 'done' ? props.children : NOT_LOADED_MESSAGES[firstSync]}</EmptyState>;
};

const NOT_LOADED_MESSAGES: Record<Exclude<FirstSync, 'unknown' | 'done' | 'loading'>, string> = {
  offline: 'You are offline, and your work hasn’t been loaded on this device yet. What you add now is kept.',
  failed: 'Your work couldn’t be loaded on this device yet. Cadence will try again. What you add now is kept.',
  off: 'Syncing is turned off by an admin, so only work from this device is here.',
};
