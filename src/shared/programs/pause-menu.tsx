import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import type { Pause } from '../../domain/enrollments/pauses.ts';
import { IconPlayerPause, IconPlayerPlay } from '../../ui/icons.ts';
import type { RowMenuItem } from '../../ui/RowMenu.tsx';

/** The items of an enrollment's menu that pause it, and end the pause that goes on or comes next. */
export const pauseMenuItems = (
  pause: Pause | undefined,
  today: CalendarDate,
  onPause: () => void,
  onResume: () => void,
): RowMenuItem[] => [
  ...(pause
    ? [
        {
          label: pause.first_date <= today ? 'Resume' : 'Cancel the pause',
          icon: <IconPlayerPlay size={18} aria-hidden />,
          onSelect: onResume,
        },
      ]
    : []),
  { label: 'Pause', icon: <IconPlayerPause size={18} aria-hidden />, onSelect: onPause },
];
