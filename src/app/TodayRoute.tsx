import { DailyFocus } from '../features/daily-focus/DailyFocus.tsx';
import { TodayScreen } from '../features/today/TodayScreen.tsx';

/** A day with its Daily Focus. */
export const TodayRoute = () => <TodayScreen focus={(date) => <DailyFocus date={date} />} />;
