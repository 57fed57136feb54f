import type { CalendarDate } from '../../domain/calendar.ts';
import type { Enrollment } from '../../domain/program.ts';
import type { Task } from '../../domain/task.ts';
import { AddTask } from './AddTask.tsx';
import { SortableTasks } from './SortableTasks.tsx';
import type { TaskRowProps } from './TaskRow.tsx';
import type { TaskDeeds } from './use-task-deeds.ts';

interface TaskListProps {
  date: CalendarDate;
  today: CalendarDate;
  tasks: readonly Task[];
  enrollments: ReadonlyMap<string, Enrollment>;
  deeds: TaskDeeds;
  onOpen: (id: string) => void;
}

/** A day's tasks in the order that the person has given them, and below them the line for another one. */
export const TaskList = ({ date, today, tasks, enrollments, deeds, onOpen }: TaskListProps) => {
  const rowOf = (task: Task, place: number): TaskRowProps => ({
    task,
    enrollment: enrollments.get(task.enrollment_id ?? ''),
    place,
    count: tasks.length,
    today,
    deeds,
    onOpen,
  });
  return (
    <SortableTasks tasks={tasks} rowOf={rowOf}>
      <AddTask date={date} today={today} onAdd={deeds.add} />
    </SortableTasks>
  );
};
