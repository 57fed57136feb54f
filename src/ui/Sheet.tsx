import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './Sheet.module.css';
import { usePhone } from './use-phone.ts';

interface SheetProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons that stay in reach at the bottom. */
  footer?: ReactNode;
}

/** From below on a phone, at the right on a desktop. Escape and the backdrop close it; focus comes back. */
export const Sheet = ({ opened, onClose, title, children, footer }: SheetProps) => {
  const phone = usePhone();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      position={phone ? 'bottom' : 'right'}
      size={phone ? 'auto' : 440}
      transitionProps={{ duration: 180 }}
      overlayProps={{ backgroundOpacity: 0.4 }}
      classNames={{
        root: styles.root ?? '',
        content: styles.content ?? '',
        header: styles.header ?? '',
        title: styles.title ?? '',
        body: styles.body ?? '',
      }}
      // Mantine's header is no banner of the page.
      attributes={{ header: { role: 'presentation' } }}
      data-phone={phone || undefined}
    >
      <div className={styles.inside}>{children}</div>
      {footer && <div className={styles.footer}>{footer}</div>}
    </Drawer>
  );
};
