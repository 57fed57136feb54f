import { Button } from '@mantine/core';
import { useSession } from '../../remote/session.ts';
import { recentClears, type TaskClear } from '../../remote/task-tools.ts';
import { useAskedAnew } from '../../remote/use-asked-anew.ts';
import { Dialog } from '../../ui/ConfirmDialog.tsx';
import { formatInstant, plural } from '../../ui/format.ts';
import { EmptyState, ErrorNotice } from '../../ui/Messages.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import type { Choice } from './use-choice.ts';
import { whyNot } from './use-deed.ts';
import { CLEARS, useUndoClear } from './use-tools.ts';

interface ClearsDialogProps {
  opened: boolean;
  onClose: () => void;
  programId: string;
  choice: Choice;
}

/** The clears of the last 30 days, each of which can be undone. */
export const ClearsDialog = ({ opened, onClose, ...about }: ClearsDialogProps) => (
  <Dialog opened={opened} onClose={onClose} title="Undo a clear">
    <Clears {...about} />
  </Dialog>
);

const Clears = ({ programId, choice }: Pick<ClearsDialogProps, 'programId' | 'choice'>) => {
  const me = useSession((session) => session.person?.id ?? '');
  const clears = useAskedAnew({
    key: [CLEARS, me, programId],
    read: () => recentClears(me, programId, Date.now()),
  });
  if (clears.error)
    return <ErrorNotice title="The clears could not be listed.">{whyNot(clears.error, '')}</ErrorNotice>;
  if (!clears.data) return <SkeletonRows count={2} />;
  const own = clears.data.filter(({ cohort_id, enrollment_id }) => (cohort_id ?? enrollment_id) === choice.id);
  if (own.length === 0) {
    return <EmptyState>You have cleared nothing for {choice.name} in the last 30 days.</EmptyState>;
  }
  return (
    <Rows label="Clears">
      {own.map((clear) => (
        <ClearRow key={clear.id} programId={programId} clear={clear} />
      ))}
    </Rows>
  );
};

const ClearRow = ({ programId, clear: { id, deleted, at, undone_at } }: { programId: string; clear: TaskClear }) => {
  const undo = useUndoClear(programId);
  const when = formatInstant(Date.parse(at));
  return (
    <Row
      title={plural(deleted, 'task')}
      detail={when}
      trailing={
        undone_at === null ? (
          <Button
            variant="default"
            size="sm"
            aria-label={`Undo the clear of ${when}`}
            loading={undo.isPending}
            onClick={() => {
              undo.mutate(id);
            }}
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
