import '@mantine/core/styles/Menu.layer.css';
import { ActionIcon, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconDots } from './icons.ts';
import styles from './RowMenu.module.css';

export interface RowMenuItem {
  label: string;
  icon: ReactNode;
  onSelect: () => void;
  danger?: boolean;
}

interface RowMenuProps {
  /** What the menu is about: "Call with Anna". */
  about: string;
  items: readonly RowMenuItem[];
}

/** The three dots of a row, with what can be done with it. */
export const RowMenu = ({ about, items }: RowMenuProps) => (
  <Menu position="bottom-end" width={220} shadow="md" transitionProps={{ duration: 100 }}>
    <Menu.Target>
      <ActionIcon aria-label={`More for ${about}`} className={styles.dots ?? ''}>
        <IconDots size={20} aria-hidden />
      </ActionIcon>
    </Menu.Target>
    <Menu.Dropdown className={styles.dropdown ?? ''}>
      {items.map(({ label, icon, onSelect, danger = false }) => (
        <Menu.Item key={label} leftSection={icon} onClick={onSelect} className={styles.item ?? ''} mod={{ danger }}>
          {label}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
);
