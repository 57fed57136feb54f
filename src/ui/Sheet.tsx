import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './Sheet.module.css';
import { useIsPhone } from './use-is-phone.ts';
import { formatMessage } from './format-name.ts';
import { useOverlayEntry } from './overlay-history.ts';
import { OverlayOpenContext } from './use-action.ts';

interface SheetProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons that stay visible at the bottom. */
  footer?: ReactNode;
  /** Of its history entry; see `useOverlayEntry`. */
  name?: string;
  /** Off where the sheet has an address of its own. */
  hasHistoryEntry?: boolean;
}

/** A drawer: at the bottom on a phone, at the right on a desktop. Back closes it; closing it restores the focus. */
export const Sheet = ({ opened, onClose, title, children, footer, name, hasHistoryEntry = true }: SheetProps) => {
  useOverlayEntry(opened, onClose, { name, isEnabled: hasHistoryEntry });
  const phone = useIsPhone();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={formatMessage(title)}
      position={phone ? 'bottom' : 'right'}
      size={phone ? 'auto' : 440}
      transitionProps={{ duration: 180 }}
      overlayProps={{ backgroundOpacity: 0.4 }}
      classNames={{
        root: styles.root ?? '',
        inner: styles.inner ?? '',
        content: styles.content ?? '',
        header: styles.header ?? '',
        title: styles.title ?? '',
        body: styles.body ?? '',
      }}
      // Mantine's header must not be a banner landmark of the page.
      attributes={{ header: { role: 'presentation' } }}
      data-phone={phone || undefined}
    >
      <OverlayOpenContext value={opened}>
        <div className={styles.contents}>{children}</div>
        {footer && <div className={styles.footer}>{footer}</div>}
      </OverlayOpenContext>
    </Drawer>
  );
};
