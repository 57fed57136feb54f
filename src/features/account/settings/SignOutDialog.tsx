import '@mantine/core/styles/Checkbox.layer.css';
import { Checkbox, Group, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { useSession } from '../../../api/session.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { Dialog, DialogActions } from '../../../ui/ConfirmDialog.tsx';
import { plural } from '../../../ui/format.ts';
import styles from './Settings.module.css';
import { type UnsyncedCounts, unsyncedMessage } from './sign-out-messages.ts';
import { syncBeforeSignOut, completeSignOut, type SignOutPort } from './sign-out.ts';

interface SignOutDialogProps {
  onClose: () => void;
  port: SignOutPort;
  /** Called when the session has ended. */
  onSignedOut: () => void;
}

/** Signs out without loss: syncs first, and says exactly how many changes would stay on this device only. */
export const SignOutDialog = ({ onClose, port, onSignedOut }: SignOutDialogProps) => {
  const [counts, setCounts] = useState<UnsyncedCounts | null>(null);
  const [attemptNumber, setAttemptNumber] = useState(0);
  const [removeData, setRemoveData] = useState(false);
  const isRemoved = useSession(({ person }) => person?.removed === true);
  const [isSigningOut, setSigningOut] = useState(false);

  useEffect(() => {
    let current = true;
    const count = async () => {
      const unsynced = await syncBeforeSignOut(port);
      const rejected = await port.countRejected();
      if (current) setCounts({ unsynced, rejected });
    };
    void count();
    return () => {
      current = false;
    };
  }, [port, attemptNumber]);

  const confirmSignOut = async () => {
    setSigningOut(true);
    await completeSignOut(port, removeData);
    onSignedOut();
  };

  const retry = () => {
    setCounts(null);
    setAttemptNumber(attemptNumber + 1);
  };

  if (counts === null) {
    return (
      <Dialog opened onClose={onClose} title="Sign out">
        <Group gap="sm" role="status">
          <Loader size="sm" aria-hidden /> Sending your last changes to the cloud…
        </Group>
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Stay signed in
          </Button>
        </DialogActions>
      </Dialog>
    );
  }
  const { unsynced } = counts;
  if (unsynced === 0) {
    return (
      <Dialog opened onClose={onClose} title="Sign out">
        <p>
          {isRemoved
            ? 'Your account has been removed. Your data stays on this device.'
            : 'Everything is in the cloud. Your data also stays on this device, ready for your next sign-in here.'}
        </p>
        <Checkbox
          label="Also remove my data from this device"
          checked={removeData}
          onChange={({ currentTarget }) => {
            setRemoveData(currentTarget.checked);
          }}
        />
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Stay signed in
          </Button>
          <Button loading={isSigningOut} onClick={() => confirmSignOut()}>
            Sign out
          </Button>
        </DialogActions>
      </Dialog>
    );
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={`${plural(unsynced, 'change')} ${unsynced === 1 ? 'is' : 'are'} on this device only`}
    >
      <p>{unsyncedMessage(counts, isRemoved)}</p>
      <div className={styles.choices}>
        <Button onClick={onClose}>Stay signed in</Button>
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
        <ButtonLink variant="default" to="/export">
          Export my data first
        </ButtonLink>
        <Button variant="subtle" color="red" loading={isSigningOut} onClick={() => confirmSignOut()}>
          Sign out anyway
        </Button>
      </div>
    </Dialog>
  );
};
