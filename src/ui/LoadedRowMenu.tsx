import '@mantine/core/styles/Menu.layer.css';
import { Menu } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { RowMenuItem, RowMenuProps } from './RowMenu.tsx';
import styles from './RowMenu.module.css';
import { RowMenuButton } from './RowMenuButton.tsx';

interface LoadedRowMenuProps extends RowMenuProps {
  onSelect: (item: RowMenuItem) => void;
  /** Where the items are rendered: inside the page's landmark, but outside the list, which would clip them. */
  portalTarget: HTMLElement;
}

/** The menu of a row; it opens itself as soon as its code is loaded. */
export const LoadedRowMenu = ({ subject, items, tabIndex = 0, onSelect, portalTarget }: LoadedRowMenuProps) => {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The person has already pressed the button that was here while the code was loading.
    button.current?.focus();
    button.current?.click();
  }, []);
  return (
    <Menu
      position="bottom-end"
      width={220}
      shadow="md"
      portalProps={{ target: portalTarget }}
      // A hidden menu could not take the focus.
      hideDetached={false}
      // There is nothing but the items in it: the first one takes the focus.
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 100 }}
    >
      <Menu.Target>
        <RowMenuButton subject={subject} tabIndex={tabIndex} ref={button} />
      </Menu.Target>
      <Menu.Dropdown className={styles.dropdown ?? ''}>
        {items.map((item) => (
          <Menu.Item
            key={item.label}
            leftSection={item.icon}
            onClick={() => {
              onSelect(item);
            }}
            className={styles.item ?? ''}
            mod={{ danger: item.danger ?? false }}
          >
            {item.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};
