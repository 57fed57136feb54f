import { useState } from 'react';
import type { TimetableEntry } from '../../../../domain/chains/timetable.ts';
import { Button } from '../../../../ui/Button.tsx';
import { ChoiceChips } from '../../../../ui/ChoiceChips.tsx';
import { Dialog, DialogActions } from '../../../../ui/ConfirmDialog.tsx';
import { formatName } from '../../../../ui/format-name.ts';
import { useRunChain } from '../use-run-actions.ts';

interface RunStepDialogProps {
  entry: TimetableEntry;
  opened: boolean;
  onClose: () => void;
}

/** Runs one step of a chain alone. */
export const RunStepDialog = ({ entry, opened, onClose }: RunStepDialogProps) => {
  const start = useRunChain();
  const [task, setTask] = useState<string | null>(null);
  return (
    <Dialog opened={opened} title={`Run one step of “${entry.title}”`} onClose={onClose}>
      <ChoiceChips
        label="Step"
        options={entry.steps
          .filter(({ enabled }) => enabled)
          .map(({ name, title }) => ({ value: name, label: formatName(title) }))}
        value={task}
        onChange={setTask}
        autoFocus
      />
      <p>The other steps are skipped. A step whose data are not up to date fails.</p>
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={task === null}
          loading={start.isPending}
          onClick={() => (task === null ? undefined : start.mutate({ chain: entry.name, onlyTask: task }))}
        >
          Run step
        </Button>
      </DialogActions>
    </Dialog>
  );
};
