import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './Sheet.module.css';
import { useIsPhone } from './use-is-phone.ts';
import { formatName } from './format-name.ts';

interface SheetProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons that stay visible at the bottom. */
  footer?: ReactNode;
}

/** A drawer: at the bottom on a phone, at the right on a desktop. Closing it restores the focus. */
export const Sheet = ({ opened, onClose, title, children, footer }: SheetProps) => {
  const phone = useIsPhone();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={formatName(title)}
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
      <div className={styles.contents}>{children}</div>
      {footer && <div className={styles.footer}>{footer}</div>}
    </Drawer>
  );
};
