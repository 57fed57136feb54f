import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { NOT_IN_BACKUP } from '../../../domain/sync/recovery.ts';
import { discardChanges } from '../../../store/outbox.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { plural } from '../../../ui/format.ts';
import { Section } from '../../../ui/Page.tsx';
import { showToast } from '../../../ui/toast.tsx';
import type { RejectedRow } from './rejected-rows.ts';

/** Of entries that a restored database does not have, because its operator says that the backup is right. */
export const NotInBackupSection = ({ rows }: { rows: readonly RejectedRow[] }) => {
  const db = useDatabase();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const changes = rows.flatMap((row) => row.changes).filter(({ code }) => code === NOT_IN_BACKUP);
  const count = new Set(changes.map(({ row }) => row)).size;
  if (count === 0) return null;
  const discard = async () => {
    setBusy(true);
    const isDone = await withSaveErrorToast(async () => {
      await discardChanges(
        db,
        changes.map(({ seq }) => seq),
      );
      return true;
    });
    setBusy(false);
    if (!isDone) return;
    showToast(`Discarded the changes to ${plural(count, 'entry', 'entries')}.`);
    setAsking(false);
  };
  return (
    <Section
      title="Not in the restored backup"
      detail={`The cloud was restored from a backup, and whoever runs it says that the backup is right. It lacks changes to ${plural(count, 'entry', 'entries')} on this device. Export them before you discard them.`}
    >
      <Group gap="sm">
        <ButtonLink to="/export" variant="default">
          Export
        </ButtonLink>
        <Button
          variant="default"
          onClick={() => {
            setAsking(true);
          }}
        >
          Discard {count === 1 ? 'it' : `all ${String(count)}`}
        </Button>
      </Group>
      {isAsking && (
        <ConfirmDialog
          opened
          danger
          title={`Discard the changes to ${plural(count, 'entry', 'entries')}?`}
          confirmLabel="Discard changes"
          busy={isBusy}
          onConfirm={() => void discard()}
          onClose={() => {
            setAsking(false);
          }}
        >
          <p>They exist nowhere else. If you have not exported them, they will be lost permanently.</p>
        </ConfirmDialog>
      )}
    </Section>
  );
};
