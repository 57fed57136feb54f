import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { displayName } from '../../../domain/profiles/profile.ts';
import type { TaskToolResult } from '../../../data/enrollments/task-tools.ts';
import { Dialog, DialogActions } from '../../../ui/ConfirmDialog.tsx';
import { NumberField } from '../../../ui/Fields.tsx';
import { plural } from '../../../ui/format.ts';
import { ActionPreview, ActionPreviewRule } from '../../../shared/previews/ActionPreview.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { validateDayRange } from './validation.ts';
import styles from './TaskTools.module.css';
import type { EnrolleeSelection } from '../../../shared/coaching/use-enrollee-selection.ts';
import { useMembers } from '../../../data/cohorts/use-cohorts.ts';
import { NewerContentNotice } from './NewerContentNotice.tsx';
import { type TaskTool, useTaskToolPreview, useTaskTool } from './use-task-tools.ts';

interface TaskToolDialogProps {
  tool: TaskTool;
  opened: boolean;
  onClose: () => void;
  programId: string;
  selection: EnrolleeSelection;
  /** Opens the move to another version instead. */
  onMove: () => void;
}

const TASK_TOOL_TITLES: Record<TaskTool, string> = { sync: 'Sync tasks from template', clear: 'Clear future tasks' };

/** Previews a tool for all days of a program or a range, and runs it. */
export const TaskToolDialog = ({ opened, onClose, ...props }: TaskToolDialogProps) => (
  <Dialog opened={opened} onClose={onClose} title={TASK_TOOL_TITLES[props.tool]}>
    <TaskToolForm {...props} onClose={onClose} />
  </Dialog>
);

const DAYS_DEBOUNCE_MS = 350;

const TaskToolForm = ({ tool, onClose, programId, selection, onMove }: Omit<TaskToolDialogProps, 'opened'>) => {
  const [days, setDays] = useState({ first: '', last: '' });
  const [debouncedDays] = useDebouncedValue(days, DAYS_DEBOUNCE_MS);
  const range = validateDayRange(days);
  const isSettled = debouncedDays === days;
  const request = { programId, target: selection.target, ...(range.error === null && range.days) };
  const preview = useTaskToolPreview(tool, request, isSettled && range.error === null);
  const runTool = useTaskTool(tool, request, onClose);
  const count = isSettled && range.error === null ? preview.data?.count : undefined;
  return (
    <>
      <div className={styles.days} role="group" aria-label="Program days">
        <NumberField
          label="From day"
          placeholder="first"
          value={days.first}
          error={range.error}
          onChange={(event) => {
            setDays({ ...days, first: event.currentTarget.value });
          }}
        />
        <NumberField
          label="To day"
          placeholder="last"
          value={days.last}
          onChange={(event) => {
            setDays({ ...days, last: event.currentTarget.value });
          }}
        />
      </div>
      {tool === 'sync' && <NewerContentNotice programId={programId} selection={selection} onMove={onMove} />}
      <ActionPreview preview={preview}>
        {count === undefined ? (
          range.error === null && <SkeletonRows count={1} />
        ) : (
          <>
            <p>{taskToolPreviewMessage(tool, count, preview.data?.members ?? [], selection)}</p>
            {count > 0 && <ActionPreviewRule>{TASK_TOOL_RULES[tool]}</ActionPreviewRule>}
          </>
        )}
      </ActionPreview>
      {selection.kind === 'cohort' && count !== undefined && count > 0 && (
        <MemberTaskCounts cohort={selection.id} counts={preview.data?.members ?? []} />
      )}
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          {...(tool === 'clear' && { color: 'red.9' })}
          disabled={!count}
          loading={runTool.isPending}
          onClick={() => runTool.mutate(undefined)}
        >
          {`${tool === 'sync' ? 'Sync' : 'Clear'} ${count ? plural(count, 'task') : 'tasks'}`}
        </Button>
      </DialogActions>
    </>
  );
};

const TASK_TOOL_RULES: Record<TaskTool, string> = {
  sync: 'Adds missing tasks from today on. Existing tasks are not changed. What you have cleared is added again; what a client or you deleted one by one is not.',
  clear: 'Deletes the program’s upcoming tasks that are not done or locked. You can undo this for 30 days.',
};

const taskToolPreviewMessage = (
  tool: TaskTool,
  count: number,
  members: TaskToolResult['members'],
  selection: EnrolleeSelection,
): string => {
  if (count === 0) {
    return tool === 'sync'
      ? 'No tasks are missing: from today on, each one exists or was deleted on purpose.'
      : 'Nothing to clear: the program has no upcoming open tasks.';
  }
  const affectedCount = members.filter((member) => member.count > 0).length;
  const targetName = selection.kind === 'client' ? selection.name : plural(affectedCount, 'member');
  return tool === 'sync'
    ? `${plural(count, 'task')} will be created for ${targetName}.`
    : `${plural(count, 'task')} will be deleted for ${targetName}.`;
};

const MemberTaskCounts = ({ cohort, counts }: { cohort: string; counts: TaskToolResult['members'] }) => {
  const members = useMembers(cohort);
  const names = new Map(members.data?.map((member) => [member.enrollment_id, displayName(member)]));
  return (
    <details className={styles.each}>
      <summary>For each member</summary>
      <ul>
        {counts.map(({ enrollmentId, count }) => (
          <li key={enrollmentId}>
            <span>{names.get(enrollmentId) ?? 'A member'}</span>
            <span>{plural(count, 'task')}</span>
          </li>
        ))}
      </ul>
    </details>
  );
};
