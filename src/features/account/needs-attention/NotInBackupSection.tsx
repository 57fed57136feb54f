import { Group } from '@mantine/core';
import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { NOT_IN_BACKUP } from '../../../domain/sync/recovery.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { plural } from '../../../ui/format.ts';
import { Section } from '../../../ui/Page.tsx';
import type { RejectedRow } from './rejected-rows.ts';
import { useDiscard } from './use-discard.ts';

/** Of entries that a restored database does not have, because its operator says that the backup is right. */
export const NotInBackupSection = ({ rows }: { rows: readonly RejectedRow[] }) => {
  const [isAsking, setAsking] = useState(false);
  const { discard, isBusy } = useDiscard(() => {
    setAsking(false);
  });
  const changes = rows.flatMap((row) => row.changes).filter(({ code }) => code === NOT_IN_BACKUP);
  const count = new Set(changes.map(({ row }) => row)).size;
  if (count === 0) return null;
  const entries = plural(count, 'entry', 'entries');
  return (
    <Section
      title="Not in the restored backup"
      detail={`The cloud was restored from a backup, and its operator chose to keep the backup as it is. It lacks changes to ${entries} on this device. Export them before you discard them.`}
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
          title={`Discard the changes to ${entries}?`}
          confirmLabel="Discard changes"
          busy={isBusy}
          onConfirm={() => discard(changes, `Discarded the changes to ${entries}.`)}
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
