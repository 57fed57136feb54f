import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { Activity } from '../../../domain/activities/activity.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { useActivityActions } from '../../../data/activities/use-activity-actions.ts';
import { ActivityRow } from '../../../shared/activities/ActivityRow.tsx';
import { formatCount } from '../../../ui/format.ts';
import { LongListRows } from '../../../ui/LongListRows.tsx';
import { SyncedEmptyState } from '../../../shared/sync/SyncedEmptyState.tsx';

/** A whole long history would push the lead's details out of reach. */
const INITIAL_HISTORY_COUNT = 8;

export const LeadHistory = ({ history }: { history: readonly Activity[] }) => {
  const today = useToday();
  const actions = useActivityActions();
  const [showsAll, setShowsAll] = useState(false);
  if (history.length === 0) return <SyncedEmptyState>Activities you log with this lead appear here.</SyncedEmptyState>;
  return (
    <>
      <LongListRows
        label="Activities"
        items={showsAll ? history : history.slice(0, INITIAL_HISTORY_COUNT)}
        render={(activity) => (
          <ActivityRow key={activity.id} activity={activity} today={today} actions={actions} showsDate />
        )}
      />
      {!showsAll && history.length > INITIAL_HISTORY_COUNT && (
        <Button
          variant="subtle"
          onClick={() => {
            setShowsAll(true);
          }}
        >
          {`Show all ${formatCount(history.length)}`}
        </Button>
      )}
    </>
  );
};
