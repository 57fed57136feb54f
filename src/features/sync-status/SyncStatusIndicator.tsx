import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { StatusDot } from '../../ui/StatusDot.tsx';
import { SYNC_TONES, syncKind, syncWord } from './kind.ts';
import { SyncAnnouncer } from './SyncAnnouncer.tsx';
import { SyncDetails } from './SyncDetails.tsx';
import styles from './SyncStatusIndicator.module.css';
import { useSteadyKind } from './use-steady-kind.ts';

/** One small word on how this device and the cloud stand to each other; opens to tell more. */
export const SyncStatusIndicator = () => {
  const { syncNow, ...view } = useProgramSync();
  const [opened, setOpened] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const kind = useSteadyKind(syncKind(view), isAsked);

  const askForSync = async () => {
    setAsked(true);
    await syncNow();
    setAsked(false);
  };

  return (
    <>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-end"
        width={300}
        shadow="md"
        trapFocus
        returnFocus
        transitionProps={{ duration: 100 }}
      >
        <Popover.Target>
          <button
            type="button"
            className={styles.button}
            onClick={() => {
              setOpened(!opened);
            }}
          >
            <span className={styles.hidden}>Sync: </span>
            <StatusDot tone={SYNC_TONES[kind]}>{syncWord(kind, view)}</StatusDot>
          </button>
        </Popover.Target>
        <Popover.Dropdown className={styles.dropdown ?? ''} aria-label="Sync">
          <SyncDetails
            kind={kind}
            view={view}
            onLeave={() => {
              setOpened(false);
            }}
          />
          {/* Not disabled meanwhile: that would drop the keyboard's focus. */}
          <Button
            variant="default"
            fullWidth
            aria-busy={isAsked}
            onClick={() => {
              if (!isAsked) void askForSync();
            }}
          >
            {isAsked ? 'Syncing …' : 'Sync now'}
          </Button>
        </Popover.Dropdown>
      </Popover>
      <SyncAnnouncer kind={kind} />
    </>
  );
};
