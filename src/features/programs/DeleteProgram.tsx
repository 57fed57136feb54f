import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Program } from '../../domain/program.ts';
import { deleteProgram, restoreProgram } from '../../store/programs.ts';
import { useStore } from '../../store/react.ts';
import { attempt } from '../../ui/attempt.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { IconTrash } from '../../ui/icons.ts';
import { showToast, showUndo } from '../../ui/toast.tsx';
import styles from './Programs.module.css';

interface DeleteProgramProps {
  program: Program;
  /** Whether there are versions of it, which others may be in. */
  hasVersions: boolean;
}

/** Deletes a program: a draft at once, with undo; one that was ever published only when confirmed. */
export const DeleteProgram = ({ program, hasVersions }: DeleteProgramProps) => {
  const db = useStore();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);

  const remove = async () => {
    setAsking(false);
    const tasks = await attempt(() => deleteProgram(db, program));
    if (!tasks) return;
    void navigate({ to: '/programs', replace: true });
    if (hasVersions) {
      showToast(`Deleted “${program.title}”.`);
      return;
    }
    showUndo(`Deleted “${program.title}”.`, () => {
      void attempt(async () => {
        await restoreProgram(db, program, tasks);
        showToast(`“${program.title}” is back.`);
      });
    });
  };

  return (
    <>
      <Button
        variant="default"
        className={styles.danger ?? ''}
        leftSection={<IconTrash size={18} aria-hidden />}
        onClick={() => {
          if (hasVersions) setAsking(true);
          else void remove();
        }}
      >
        Delete program
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title={`Delete “${program.title}”?`}
        confirmLabel="Delete for everybody"
        danger
        onClose={() => {
          setAsking(false);
        }}
        onConfirm={() => void remove()}
      >
        It has been published. Everybody’s place in it and its cohorts are deleted too, and this cannot be taken back.
        Tasks that people have already stay with them. To let nobody new in, unpublishing is enough.
      </ConfirmDialog>
    </>
  );
};
