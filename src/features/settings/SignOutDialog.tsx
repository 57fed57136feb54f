import '@mantine/core/styles/Checkbox.layer.css';
import { Button, Checkbox, Group, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { Dialog, DialogActions } from '../../ui/ConfirmDialog.tsx';
import { plural } from '../../ui/format.ts';
import styles from './Settings.module.css';
import { drainBeforeLeaving, leave, type SignOutPort } from './sign-out.ts';

interface SignOutDialogProps {
  onClose: () => void;
  port: SignOutPort;
  /** Called once the person has left. */
  onLeft: () => void;
}

/** Signs out without loss: sends what is pending first, and says exactly what would stay behind. */
export const SignOutDialog = ({ onClose, port, onLeft }: SignOutDialogProps) => {
  const [unsynced, setUnsynced] = useState<number | null>(null);
  const [round, setRound] = useState(0);
  const [removeData, setRemoveData] = useState(false);
  const [leaving, setLeaving] = useState(false);

  useEffect(() => {
    let current = true;
    void drainBeforeLeaving(port).then((left) => {
      if (current) setUnsynced(left);
    });
    return () => {
      current = false;
    };
  }, [port, round]);

  const go = async () => {
    setLeaving(true);
    await leave(port, removeData);
    onLeft();
  };

  const retry = () => {
    setUnsynced(null);
    setRound(round + 1);
  };

  if (unsynced === null) {
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
  if (unsynced === 0) {
    return (
      <Dialog opened onClose={onClose} title="Sign out">
        <p>Everything is in the cloud. Your data also stays on this device, ready for your next sign-in here.</p>
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
          <Button loading={leaving} onClick={() => void go()}>
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
      <p>
        The cloud could not take {unsynced === 1 ? 'it' : 'them'} just now. If you sign out anyway,{' '}
        {unsynced === 1 ? 'it stays' : 'they stay'} on this device and {unsynced === 1 ? 'syncs' : 'sync'} when you sign
        in again here.
      </p>
      <div className={styles.choices}>
        <Button onClick={onClose}>Stay signed in</Button>
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
        <ButtonLink variant="default" to="/export">
          Export my data first
        </ButtonLink>
        <Button variant="subtle" color="red" loading={leaving} onClick={() => void go()}>
          Sign out anyway
        </Button>
      </div>
    </Dialog>
  );
};
