import { DAILY_CHAIN } from '../../../../domain/chains/right-action.ts';
import type { TimetableEntry } from '../../../../domain/chains/timetable.ts';
import { Button } from '../../../../ui/Button.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { IconDatabase, IconPlayerPlay } from '../../../../ui/icons.ts';
import { useRunChain } from '../use-run-actions.ts';

/** Nothing has run yet. */
export const FirstRun = ({ timetable }: { timetable: readonly TimetableEntry[] }) => {
  const start = useRunChain();
  const daily = timetable.find(({ name }) => name === DAILY_CHAIN);
  return (
    <EmptyState
      icon={<IconDatabase size={22} aria-hidden />}
      action={
        daily && (
          <Button
            leftSection={<IconPlayerPlay size={18} aria-hidden />}
            loading={start.isPending}
            onClick={() => start.mutate({ chain: daily.name })}
          >
            Run the daily chain
          </Button>
        )
      }
    >
      Nothing has run yet. The daily chain loads courses, people, groups and enrollments from the LMS, and partners from
      the CRM.
    </EmptyState>
  );
};
