import { Popover } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { SyncDisplayState, SyncView } from '../../../shared/sync/sync-display-state.ts';
import { SyncDetails } from './SyncDetails.tsx';
import styles from './SyncStatusIndicator.module.css';
import { SyncStatusButton } from './SyncStatusButton.tsx';

export interface SyncPopoverProps {
  displayState: SyncDisplayState;
  view: SyncView;
  /** A sync that the person has requested is running. */
  isManualSync: boolean;
  onSyncNow: () => void;
}

/** The details of the sync state; it opens itself as soon as its code is loaded. */
export const SyncPopover = ({ displayState, view, isManualSync, onSyncNow }: SyncPopoverProps) => {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The person has already pressed the button that was here while the code was loading.
    button.current?.focus();
    button.current?.click();
  }, []);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={300}
      shadow="md"
      hideDetached={false}
      trapFocus
      returnFocus
      transitionProps={{ duration: 100 }}
    >
      <Popover.Target>
        <SyncStatusButton
          ref={button}
          displayState={displayState}
          view={view}
          onClick={() => {
            setOpened(!opened);
          }}
        />
      </Popover.Target>
      <Popover.Dropdown className={styles.dropdown ?? ''} aria-label="Sync">
        <SyncDetails
          displayState={displayState}
          view={view}
          onLeave={() => {
            setOpened(false);
          }}
        />
        {/* Not disabled meanwhile: that would lose the keyboard focus. */}
        <Button
          variant="default"
          fullWidth
          aria-busy={isManualSync}
          onClick={() => {
            if (!isManualSync) onSyncNow();
          }}
        >
          {isManualSync ? 'Syncing …' : 'Sync now'}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
};
