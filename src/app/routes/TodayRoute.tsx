import { DailyFocus } from '../../features/work/daily-focus/DailyFocus.tsx';
import { ProgramNotes } from '../../features/work/daily-focus/ProgramNotes.tsx';
import { FollowUps } from '../../features/work/follow-ups/FollowUps.tsx';
import { TodayScreen } from '../../features/work/today/TodayScreen.tsx';

/** A day with its Daily Focus and its follow-ups. */
export const TodayRoute = () => (
  <TodayScreen
    dailyFocus={(date) => (
      <>
        <ProgramNotes date={date} />
        <DailyFocus date={date} />
      </>
    )}
    followUps={({ followUps, missed, leadNames }, today) => (
      <FollowUps due={followUps} missed={missed} leadNames={leadNames} today={today} />
    )}
  />
);
