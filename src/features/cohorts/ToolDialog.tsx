import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { ToolAnswer } from '../../remote/task-tools.ts';
import { Dialog, DialogActions } from '../../ui/ConfirmDialog.tsx';
import { NumberField } from '../../ui/Fields.tsx';
import { plural } from '../../ui/format.ts';
import { Preview, PreviewRule } from '../../ui/Preview.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { checkDays } from './check-days.ts';
import styles from './TaskTools.module.css';
import type { Choice } from './use-choice.ts';
import { useMembers } from './use-cohorts.ts';
import { whyNot } from './use-deed.ts';
import { type Tool, usePreview, useTool } from './use-tools.ts';

interface ToolDialogProps {
  tool: Tool;
  opened: boolean;
  onClose: () => void;
  programId: string;
  choice: Choice;
}

const TITLES: Record<Tool, string> = { sync: 'Sync Tasks from Template', clear: 'Clear Future Tasks' };

/** Says what a tool would do, for all days or some, and does it. */
export const ToolDialog = ({ opened, onClose, ...about }: ToolDialogProps) => (
  <Dialog opened={opened} onClose={onClose} title={TITLES[about.tool]}>
    <ToolForm {...about} onClose={onClose} />
  </Dialog>
);

/** Milliseconds without a key before the days that were typed are counted. */
const TYPING_MS = 350;

const ToolForm = ({ tool, onClose, programId, choice }: Omit<ToolDialogProps, 'opened'>) => {
  const [days, setDays] = useState({ first: '', last: '' });
  const [settled] = useDebouncedValue(days, TYPING_MS);
  const checked = checkDays(days);
  const isSettled = settled === days;
  const request = { programId, whom: choice.whom, ...(checked.problem === null && checked.days) };
  const preview = usePreview(tool, request, isSettled && checked.problem === null);
  const deed = useTool(tool, request, onClose);
  const count = isSettled && !preview.isFetching && checked.problem === null ? preview.data?.count : undefined;
  return (
    <>
      <div className={styles.days} role="group" aria-label="Days of the program">
        <NumberField
          label="From day"
          placeholder="first"
          value={days.first}
          error={checked.problem}
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
      <Preview
        problem={preview.error && !preview.isFetching ? whyNot(preview.error, '') : null}
        onRetry={() => void preview.refetch()}
      >
        {count === undefined ? (
          checked.problem === null && <SkeletonRows count={1} />
        ) : (
          <>
            <p>{previewText(tool, count, preview.data?.members ?? [], choice)}</p>
            {count > 0 && <PreviewRule>{RULES[tool]}</PreviewRule>}
          </>
        )}
      </Preview>
      {choice.kind === 'cohort' && count !== undefined && count > 0 && (
        <Members cohort={choice.id} counts={preview.data?.members ?? []} />
      )}
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          {...(tool === 'clear' && { color: 'red.9' })}
          disabled={!count}
          loading={deed.isPending}
          onClick={() => {
            deed.mutate(undefined);
          }}
        >
          {`${tool === 'sync' ? 'Sync' : 'Clear'} ${count ? plural(count, 'task') : 'tasks'}`}
        </Button>
      </DialogActions>
    </>
  );
};

const RULES: Record<Tool, string> = {
  sync: 'From today on, where they are missing. What is there is not changed, and what was deleted does not come back.',
  clear: 'Those of the program after today that are neither done nor locked. You can undo it for 30 days.',
};

const previewText = (tool: Tool, count: number, members: ToolAnswer['members'], choice: Choice): string => {
  if (count === 0) {
    return tool === 'sync'
      ? 'Nothing is missing: from today on, every task is there or was deleted on purpose.'
      : 'There is nothing to clear: no open task of the program lies ahead.';
  }
  const concerned = members.filter((member) => member.count > 0).length;
  const whom = choice.kind === 'client' ? choice.name : plural(concerned, 'member');
  return tool === 'sync'
    ? `${plural(count, 'task')} will be made for ${whom}.`
    : `${plural(count, 'task')} of ${whom} will be deleted.`;
};

/** What the tool does for each member of a cohort. */
const Members = ({ cohort, counts }: { cohort: string; counts: ToolAnswer['members'] }) => {
  const members = useMembers(cohort);
  const names = new Map(
    members.data?.map(({ enrollment_id, display_name, email }) => [enrollment_id, display_name || email]),
  );
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
