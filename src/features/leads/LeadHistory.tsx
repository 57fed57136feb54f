import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Activity } from '../../domain/activity.ts';
import { useToday } from '../../store/react.ts';
import { useActivityActions } from '../../store/use-activity-actions.ts';
import { ActivityRow } from '../../ui/ActivityRow.tsx';
import { formatCount } from '../../ui/format.ts';
import { LongRows } from '../../ui/LongRows.tsx';
import { EmptyState } from '../../ui/Messages.tsx';

/** The latest say most; all of a long history would put the lead's details out of reach. */
const LATEST = 8;

/** Everything that was done with or for a lead, newest first. */
export const LeadHistory = ({ history }: { history: readonly Activity[] }) => {
  const today = useToday();
  const actions = useActivityActions();
  const [showsAll, setShowsAll] = useState(false);
  if (history.length === 0) return <EmptyState>What you log about this lead will be listed here.</EmptyState>;
  return (
    <>
      <LongRows
        label="History"
        items={showsAll ? history : history.slice(0, LATEST)}
        render={(activity) => (
          <ActivityRow key={activity.id} activity={activity} today={today} actions={actions} withDate />
        )}
      />
      {!showsAll && history.length > LATEST && (
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
