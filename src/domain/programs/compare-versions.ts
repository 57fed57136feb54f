import type { TaskLevel } from './program.ts';

/** A task of a published version. */
export interface VersionTask {
  /** The same in all versions. */
  task_id: string;
  day_index: number;
  position: number;
  title: string;
  notes: string | null;
  minutes: number | null;
  type: string;
  is_required: boolean;
  level: TaskLevel;
}

const COMPARED_FIELDS = ['day_index', 'title', 'notes', 'minutes', 'type', 'is_required', 'level'] as const;

export interface VersionDifference {
  added: VersionTask[];
  removed: VersionTask[];
  changed: { before: VersionTask; after: VersionTask }[];
}

/** What the tasks of a version differ in from those of an earlier one, by day. Their order within a day does not count. */
export const compareVersions = (before: readonly VersionTask[], after: readonly VersionTask[]): VersionDifference => {
  const known = new Map(before.map((task) => [task.task_id, task]));
  const current = new Set(after.map(({ task_id }) => task_id));
  const byDay = (a: VersionTask, b: VersionTask) => a.day_index - b.day_index || a.position - b.position;
  return {
    added: after.filter(({ task_id }) => !known.has(task_id)).sort(byDay),
    removed: before.filter(({ task_id }) => !current.has(task_id)).sort(byDay),
    changed: after
      .flatMap((task) => {
        const earlier = known.get(task.task_id);
        return earlier && COMPARED_FIELDS.some((field) => earlier[field] !== task[field])
          ? [{ before: earlier, after: task }]
          : [];
      })
      .sort((a, b) => byDay(a.after, b.after)),
  };
};
