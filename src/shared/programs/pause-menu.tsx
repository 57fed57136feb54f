import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { changeablePause, type Pause, type PausePhase, pausePhase } from '../../domain/enrollments/pauses.ts';
import { IconPlayerPause, IconPlayerPlay } from '../../ui/icons.ts';
import type { RowMenuItem } from '../../ui/RowMenu.tsx';

/** What ends or takes back a pause. */
export const resumeLabels: Record<PausePhase, string> = {
  past: 'Remove the last pause',
  current: 'Resume',
  upcoming: 'Cancel the pause',
};

/** The items of an enrollment's menu that pause it, and that end or take back a pause. */
export const pauseMenuItems = (
  pauses: readonly Pause[],
  today: CalendarDate,
  onPause: () => void,
  onResume: () => void,
): RowMenuItem[] => {
  const pause = changeablePause(pauses, today);
  return [
    ...(pause
      ? [
          {
            label: resumeLabels[pausePhase(pause, today)],
            icon: <IconPlayerPlay size={18} aria-hidden />,
            onSelect: onResume,
          },
        ]
      : []),
    { label: 'Pause', icon: <IconPlayerPause size={18} aria-hidden />, onSelect: onPause },
  ];
};
