import { Button } from '../../../ui/Button.tsx';
import { useCurrentUserId } from '../../../api/session.ts';
import { getRecentClears, type TaskClear } from '../../../data/enrollments/task-tools.ts';
import { useFreshQuery } from '../../../api/use-fresh-query.ts';
import { Dialog } from '../../../ui/ConfirmDialog.tsx';
import { formatInstant, plural } from '../../../ui/format.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import type { EnrolleeSelection } from '../../../shared/coaching/use-enrollee-selection.ts';
import { previewErrorMessage } from '../../../shared/coaching/use-coaching-mutation.ts';
import { CLEARS_QUERY_KEY } from '../../../shared/coaching/use-invalidate.ts';
import { useUndoClear } from './use-task-tools.ts';

interface ClearsDialogProps {
  opened: boolean;
  onClose: () => void;
  programId: string;
  selection: EnrolleeSelection;
}

/** The clears of the last 30 days, to undo. */
export const ClearsDialog = ({ opened, onClose, ...props }: ClearsDialogProps) => (
  <Dialog opened={opened} onClose={onClose} title="Undo a clear">
    <ClearList {...props} />
  </Dialog>
);

const ClearList = ({ programId, selection }: Pick<ClearsDialogProps, 'programId' | 'selection'>) => {
  const userId = useCurrentUserId();
  const clears = useFreshQuery({
    key: [CLEARS_QUERY_KEY, userId, programId],
    read: () => getRecentClears(userId, programId, Date.now()),
  });
  if (clears.error)
    return <ErrorNotice title="Couldn’t load recent clears.">{previewErrorMessage(clears.error)}</ErrorNotice>;
  if (!clears.data) return <SkeletonRows count={2} />;
  const clearsOfSelection = clears.data.filter(
    ({ cohort_id, enrollment_id }) => (cohort_id ?? enrollment_id) === selection.id,
  );
  if (clearsOfSelection.length === 0) {
    return (
      <EmptyState>
        Nothing has been cleared for <bdi>{selection.name}</bdi> in the last 30 days.
      </EmptyState>
    );
  }
  return (
    <ListRows label="Clears">
      {clearsOfSelection.map((clear) => (
        <ClearRow key={clear.id} programId={programId} clear={clear} />
      ))}
    </ListRows>
  );
};

const ClearRow = ({ programId, clear: { id, deleted, at, undone_at } }: { programId: string; clear: TaskClear }) => {
  const undo = useUndoClear(programId);
  const when = formatInstant(Date.parse(at));
  return (
    <ListRow
      title={plural(deleted, 'task')}
      detail={when}
      trailing={
        undone_at === null ? (
          <Button
            variant="default"
            size="sm"
            aria-label={`Undo the clear from ${when}`}
            loading={undo.isPending}
            onClick={() => undo.mutate(id)}
          >
            Undo
          </Button>
        ) : (
          'Undone'
        )
      }
    />
  );
};
