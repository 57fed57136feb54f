import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import styles from './ConfirmDialog.module.css';
import { formatMessage } from './format-name.ts';
import { useOverlayEntry } from './overlay-history.ts';
import { OverlayOpenContext } from './use-action.ts';

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  /** Says what will happen and what will be kept. */
  children: ReactNode;
  confirmLabel: string;
  /** For an action that cannot be undone. */
  danger?: boolean;
  busy?: boolean;
  /** Runs once until the promise that it returns has settled. */
  onConfirm: () => unknown;
  onClose: () => void;
}

/** Asks before an action that cannot be undone. Any other action runs at once and offers undo (`showUndoToast`). */
export const ConfirmDialog = ({
  opened,
  title,
  children,
  confirmLabel,
  danger = false,
  busy = false,
  onConfirm,
  onClose,
}: ConfirmDialogProps) => (
  <Dialog opened={opened} onClose={onClose} title={title}>
    <div>{children}</div>
    <DialogActions>
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
      <Button {...(danger ? { color: 'red.9' } : {})} loading={busy} onClick={onConfirm}>
        {confirmLabel}
      </Button>
    </DialogActions>
  </Dialog>
);

interface DialogProps {
  opened: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A centered modal for a question or a short form. Back closes it. */
export const Dialog = ({ opened, title, onClose, children }: DialogProps) => {
  useOverlayEntry(opened, onClose);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={formatMessage(title)}
      centered
      radius="lg"
      transitionProps={{ duration: 150 }}
      overlayProps={{ backgroundOpacity: 0.4 }}
      // Mantine's header must not be a banner landmark of the page.
      attributes={{ header: { role: 'presentation' } }}
      classNames={{
        inner: styles.inner ?? '',
        content: styles.content ?? '',
        header: styles.header ?? '',
        title: styles.title ?? '',
      }}
    >
      <OverlayOpenContext value={opened}>
        <div className={styles.body}>{children}</div>
      </OverlayOpenContext>
    </Modal>
  );
};

/** The buttons of a dialog; they wrap where it is too narrow. */
export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className={styles.actions}>{children}</div>
);
