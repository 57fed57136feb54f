import '@mantine/core/styles/Menu.layer.css';
import { Menu } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { RowMenuProps } from './RowMenu.tsx';
import styles from './RowMenu.module.css';
import { RowMenuDots } from './RowMenuDots.tsx';

interface WorkingRowMenuProps extends RowMenuProps {
  /** Where its items are drawn: in the page's landmark, but outside the list, which would cut them off. */
  place: HTMLElement;
}

/** A row's menu, which opens as soon as it is there. */
export const WorkingRowMenu = ({ about, items, place }: WorkingRowMenuProps) => {
  const dots = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // They are pressed for the person, who has pressed the dots that stood in their place.
    dots.current?.focus();
    dots.current?.click();
  }, []);
  return (
    <Menu
      position="bottom-end"
      width={220}
      shadow="md"
      portalProps={{ target: place }}
      // Hidden, it could not take the focus.
      hideDetached={false}
      // A menu has nothing but its items in it: the first one takes the focus.
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 100 }}
    >
      <Menu.Target>
        <RowMenuDots about={about} ref={dots} />
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
};
