import type { Enrollment } from '../../../src/domain/enrollments/enrollment.ts';
import type { Task } from '../../../src/domain/tasks/task.ts';

const MADE_AT = '2026-11-01T08:00:00.000+00:00';

export const anEnrollment = (values: Partial<Enrollment> & Pick<Enrollment, 'id' | 'user_id'>): Enrollment => ({
  program_id: '00000000-0000-7000-8000-00000000aaaa',
  version_id: '00000000-0000-7000-8000-00000000bbbb',
  coach_id: '00000000-0000-7000-8000-00000000cccc',
  cohort_id: null,
  program_title: 'Morning practice',
  start_date: '2026-11-16',
  parameters: {},
  status: 'active',
  ended_by: null,
  synced_days: 90,
  sync_state: 'done',
  created_at: MADE_AT,
  updated_at: MADE_AT,
  ...values,
});

/** A task that a program has made, as the feed brings it. */
export const aProgramTask = (values: Partial<Task> & Pick<Task, 'id' | 'user_id' | 'date'>): Task => ({
  position: 1024,
  title: 'Scales',
  notes: null,
  minutes: 15,
  type: 'task',
  status: 'open',
  done_at: null,
  is_required: true,
  source_type: 'program_day',
  client_locked: false,
  enrollment_id: '00000000-0000-7000-8000-00000000eeee',
  template_task_id: '00000000-0000-7000-8000-00000000dddd',
  program_day: 6,
  created_at: MADE_AT,
  updated_at: MADE_AT,
  ...values,
});
