import type { CalendarDate } from './calendar.ts';
import type { TaskLevel } from './program.ts';

/** One dated piece of work in a person's Daily Focus. */
export interface Task {
  id: string;
  user_id: string;
  date: CalendarDate;
  /** Order within the day, with room between. */
  position: number;
  title: string;
  notes: string | null;
  minutes: number | null;
  type: string;
  status: 'open' | 'done';
  done_at: string | null;
  is_required: boolean;
  /** Who made it: the person, their coach for them, or a program. */
  source_type: 'self' | 'coach' | TaskLevel;
  /** The person keeps it as it is: whatever the coach does leaves it alone. */
  client_locked: boolean;
  enrollment_id: string | null;
  template_task_id: string | null;
  program_day: number | null;
  created_at: string;
  updated_at: string;
}
