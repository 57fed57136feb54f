import { useDisclosure } from '@mantine/hooks';
import type { RunSummary } from '../../../../domain/chains/run.ts';
import { Button } from '../../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx';
import { IconPlayerStop } from '../../../../ui/icons.ts';
import { useCancelRun } from '../use-run-actions.ts';

/** Ends a run, after asking. */
export const CancelRunButton = ({ run }: { run: Pick<RunSummary, 'id'> }) => {
  const [isAsking, dialog] = useDisclosure(false);
  const cancel = useCancelRun();
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerStop size={18} aria-hidden />} onClick={dialog.open}>
        Cancel run
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title="Cancel this run?"
        confirmLabel="Cancel run"
        danger
        busy={cancel.isPending}
        onClose={dialog.close}
        onConfirm={async () => {
          await cancel.mutate(run.id);
          dialog.close();
        }}
      >
        Steps that are done stay done. The step that is running stops at its next page, and what it has read so far is
        not used until you resume the run.
      </ConfirmDialog>
    </>
  );
};
