import { Button, Popover } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { SyncKind, SyncView } from './kind.ts';
import { SyncDetails } from './SyncDetails.tsx';
import styles from './SyncStatusIndicator.module.css';
import { SyncWord } from './SyncWord.tsx';

interface SyncPopoverProps {
  kind: SyncKind;
  view: SyncView;
  /** The person's own sync is under way. */
  isAsked: boolean;
  onAsk: () => void;
}

/** What the sync word stands for, which opens as soon as it is there. */
export const SyncPopover = ({ kind, view, isAsked, onAsk }: SyncPopoverProps) => {
  const [opened, setOpened] = useState(false);
  const word = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // It is pressed for the person, who has pressed the word that stood in its place.
    word.current?.focus();
    word.current?.click();
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
        <SyncWord
          ref={word}
          kind={kind}
          view={view}
          onClick={() => {
            setOpened(!opened);
          }}
        />
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
            if (!isAsked) onAsk();
          }}
        >
          {isAsked ? 'Syncing …' : 'Sync now'}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
};
