import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { Enrollment } from '../../../domain/enrollments/enrollment.ts';
import type { Task } from '../../../domain/tasks/task.ts';
import { AddTask } from './AddTask.tsx';
import { SortableTasks } from './SortableTasks.tsx';
import type { TaskRowProps } from './TaskRow.tsx';
import { useCoachEditMarks } from './use-coach-edit-marks.ts';
import type { TaskActions } from './use-task-actions.ts';

interface TaskListProps {
  date: CalendarDate;
  today: CalendarDate;
  tasks: readonly Task[];
  enrollments: ReadonlyMap<string, Enrollment>;
  actions: TaskActions;
  onOpen: (id: string) => void;
}

/** A day's tasks in the person's order, and a line that adds one. */
export const TaskList = ({ date, today, tasks, enrollments, actions, onOpen }: TaskListProps) => {
  const marked = useCoachEditMarks(tasks);
  const rowPropsOf = (task: Task, index: number): TaskRowProps => ({
    task,
    enrollment: enrollments.get(task.enrollment_id ?? ''),
    index,
    count: tasks.length,
    today,
    actions,
    onOpen,
    isMarked: marked.has(task.id),
  });
  return (
    <SortableTasks tasks={tasks} rowPropsOf={rowPropsOf}>
      <AddTask date={date} today={today} onAdd={actions.add} />
    </SortableTasks>
  );
};
